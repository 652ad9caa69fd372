import type { Figure } from '@gardner/viz'

type Json = { readonly [key: string]: unknown }

/** Figures under each other as one, with scales and legends of their own: a row of plots for each. */
export function rowsOfPlots(
  told: Pick<Figure, 'name' | 'title' | 'caption' | 'description'>,
  rows: Readonly<Record<string, Figure>>,
): Figure {
  const entries = Object.entries(rows)
  const specs = entries.map(([, figure]) => figure.spec as unknown as Json)
  const spec = {
    $schema: specs[0].$schema,
    description: entries.map(([, figure]) => figure.description).join(' '),
    title: { text: told.title, offset: 16 },
    datasets: Object.assign(
      {},
      ...specs.map(({ datasets }, i) =>
        Object.fromEntries(Object.entries(datasets as Json).map(([name, values]) => [`${name}${i}`, values])),
      ),
    ),
    vconcat: specs.map(({ $schema: _, description: _told, datasets, title, ...rest }, i) => ({
      ...(renamed(rest, new Set(Object.keys(datasets as Json)), i) as Json),
      title: { text: entries[i][0], fontSize: 12, fontWeight: 'bold', anchor: 'start', frame: 'group' },
    })),
    spacing: 28,
    resolve: { scale: { color: 'independent', strokeDash: 'independent', shape: 'independent' } },
  } as unknown as Figure['spec']
  return {
    ...told,
    spec,
    rows: entries.flatMap(([row, figure]) => figure.rows.map((values) => ({ row, ...values }))),
  }
}

/** A specification that takes its data from the datasets of its number. */
function renamed(value: unknown, names: ReadonlySet<string>, index: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, names, index))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      const name = key === 'data' ? (entry as { name?: unknown } | null)?.name : undefined
      return typeof name === 'string' && names.has(name)
        ? [key, { ...(entry as object), name: `${name}${index}` }]
        : [key, renamed(entry, names, index)]
    }),
  )
}
