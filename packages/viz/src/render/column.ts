type Json = { readonly [key: string]: unknown }

interface View {
  readonly hconcat?: readonly View[]
  readonly vconcat?: readonly View[]
}

/** A plot in a column: its width in pixels, its height as a share of that, and the space between two. */
const WIDTH = 260
const SHARE = 0.7
const GAP = 24

/** A figure for a narrow place: plots stand below each other instead of side by side, each with the text along its axes. */
export function column(view: View, width = WIDTH, height?: number): View {
  const { hconcat, vconcat, ...rest } = view
  const inside = (views: readonly View[]) => views.map((one) => column(one, width, height))
  if (hconcat) return { ...rest, vconcat: inside(hconcat).map(written), spacing: GAP } as View
  if (vconcat) return { ...rest, vconcat: inside(vconcat) } as View
  const own = (view as Json).height
  // plots that are stacked already, and rows of names, are as high as they are
  const high = height ?? (typeof own === 'number' && own >= 200 ? Math.round(SHARE * width) : own)
  const named = typeof high === 'number' ? (namedUpwards(view, high / NAME) as View) : view
  return { ...named, width, ...(high === undefined ? {} : { height: high }) } as View
}

/** Names along the y axes in lines of at most so many characters. */
function namedUpwards(value: unknown, most: number): unknown {
  if (Array.isArray(value)) return value.map((one) => namedUpwards(one, most))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key === 'datasets' || key === 'values') return [key, child]
      if (key !== 'y' || typeof child?.title !== 'string') return [key, namedUpwards(child, most)]
      const [first, ...others] = lines(child.title, most)
      return [key, others.length === 0 ? child : { ...child, title: [first, ...others] }]
    }),
  )
}

/** Restores the text along axes that was left out because a neighbouring plot has it. */
function written(value: unknown): View {
  const visit = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(visit)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(
      Object.entries(one).map(([key, child]) => {
        if (key === 'datasets' || key === 'values') return [key, child]
        if (key === 'axis' && typeof child === 'object' && child !== null && 'title' in child && child.title === null) {
          const { title: _, labels: __, ticks: ___, ...rest } = child as Json
          return [key, rest]
        }
        if (
          key === 'axis' &&
          typeof child === 'object' &&
          child !== null &&
          'labels' in child &&
          child.labels === false
        ) {
          const { labels: _, ...rest } = child as Json
          return [key, rest]
        }
        return [key, visit(child)]
      }),
    )
  }
  return visit(value) as View
}

/**
 * Pixels of a character of a title and of what stands under it, about what Vega gives them where it cannot measure: wider than that a line makes the
 * drawing wider; and of a legend, with the axis beside a plot.
 */
const [TITLE, SUBTITLE, LABEL] = [10.6, 8.7, 6.4]
/** The same of the name of an axis, which may stand out a little. */
const NAME = 9
export const AXIS = 60

/** The title of a figure, and what stands under it, in lines that have room. */
export function wrapped(view: View, room = WIDTH + AXIS, [own, under] = [TITLE, SUBTITLE]): View {
  const { title, ...rest } = view as Json
  if (title === undefined) return view
  if (typeof title === 'string') return { title: lines(title, room / own), ...rest } as View
  const { text, subtitle, ...style } = title as Json
  const all = (value: unknown, size: number) => [value].flat().flatMap((one) => lines(one as string, room / size))
  return {
    title: {
      ...style,
      text: all(text, own),
      ...(subtitle === undefined ? {} : { subtitle: all(subtitle, under) }),
    },
    ...rest,
  } as View
}

/** Plots of a row in rows of two, which are wide enough to be read on a page; the first of a row has what is along its axis. */
export function paired(view: View): View {
  const { hconcat, vconcat, ...rest } = view
  const { align, spacing, resolve } = rest as Json
  if (vconcat) return { ...rest, vconcat: vconcat.map(paired) } as View
  if (hconcat === undefined || hconcat.length < 3) return view
  const rows = hconcat.flatMap((_, i) => (i % 2 === 0 ? [hconcat.slice(i, i + 2)] : []))
  return {
    ...rest,
    vconcat: rows.map(([first, ...second]) => ({ align, spacing, resolve, hconcat: [written(first), ...second] })),
    spacing: GAP,
  } as View
}

/** A text in lines of at most so many characters, broken between words. */
function lines(text: string, most: number): string[] {
  const found = ['']
  for (const word of text.split(' ')) {
    const last = found[found.length - 1]
    if (last !== '' && last.length + 1 + word.length > most) found.push(word)
    else found[found.length - 1] = last === '' ? word : `${last} ${word}`
  }
  // a dot between two stands where both are
  return found.map((line) => line.replace(/ ·$/, ''))
}

/** Legends below the plots, in as many columns as there is room for. */
export function legendsBelow(config: Json, spec: Json, width = WIDTH, character = LABEL): Json {
  const names = domainsOf(spec)
  const longest = Math.max(1, ...names.map((name) => name.length))
  const columns = Math.max(1, Math.floor((width + AXIS) / (character * longest + 44)))
  return {
    legend: {
      ...(config.legend as Json),
      orient: 'bottom',
      // entries go along the rows
      direction: 'horizontal',
      columns,
      columnPadding: 12,
      layout: { bottom: { direction: 'vertical', anchor: 'start', margin: 12 } },
    },
  }
}

function domainsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(domainsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'datasets' || key === 'values'
      ? []
      : key === 'domain' && Array.isArray(child)
        ? child.filter((one): one is string => typeof one === 'string' && !one.startsWith('#'))
        : domainsOf(child),
  )
}
