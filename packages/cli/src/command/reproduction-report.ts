import type { Report, Sheet } from '@gardner/results'
import { Footnotes, type Load, loadCells, seconds } from '@gardner/results'
import {
  type Agreement,
  type CriticalLoad,
  criticalLoads,
  type Outcome,
  type SimulationResult,
  type Study,
} from '@gardner/studies'

interface Row {
  readonly activation: string
  readonly weights: string
  readonly ansatz: string
  capacity?: PublishedLoad
  instability?: PublishedLoad
}

type PublishedLoad = Load & { readonly published?: Agreement }

/** The table of critical loads, from the outcomes of the first dataset. */
export function reproductionReport(
  { name, reference, datasets, notes, published }: Study,
  outcomes: readonly Outcome[],
  simulation: SimulationResult | undefined,
  elapsed: number,
): Report {
  const rows = tabulated(criticalLoads(published, datasets[0]?.lines ?? [], outcomes))
  const compared = rows.some(({ capacity, instability }) => capacity?.published ?? instability?.published)
  return {
    json: () => ({
      command: 'reproduce',
      paper: name,
      reference,
      rows,
      ...(simulation === undefined ? {} : { regions: simulation.summaries }),
      seconds: elapsed,
    }),
    records: () =>
      rows.map(({ activation, weights, ansatz, capacity, instability }) => ({
        activation,
        weights,
        ansatz,
        capacity: capacity?.value,
        capacityError: capacity?.error,
        capacityReason: capacity?.reason,
        capacityPublished: capacity?.published?.digits,
        instability: instability?.value,
        instabilityError: instability?.error,
        instabilityReason: instability?.reason,
        instabilityPublished: instability?.published?.digits,
      })),
    sheets: () => {
      const footnotes = new Footnotes()
      const took = simulation === undefined ? [seconds(elapsed)] : []
      if (rows.length === 0 && simulation === undefined)
        return [{ title: reference, columns: [], rows: [], notes: took }]
      const loads: Sheet = {
        title: reference,
        columns: [
          { heading: 'weights' },
          { heading: 'activation' },
          { heading: 'ansatz' },
          { heading: 'α_c', align: 'decimal' },
          { heading: '±' },
          ...(compared ? [{ heading: 'published', align: 'decimal' as const }] : []),
          { heading: 'α_AT', align: 'decimal' },
          { heading: '±' },
          ...(compared ? [{ heading: 'published', align: 'decimal' as const }] : []),
        ],
        rows: rows.map(({ activation, weights, ansatz, capacity, instability }) => [
          weights,
          activation,
          ansatz,
          ...loadCells(capacity, '∞', footnotes),
          ...(compared ? [publishedCell(capacity)] : []),
          ...loadCells(instability, '—', footnotes),
          ...(compared ? [publishedCell(instability)] : []),
        ]),
        notes: [
          ...footnotes.lines,
          'α_c: capacity, where the entropy of binary weights vanishes and the innermost overlap of spherical weights reaches 1',
          'α_AT: load at which the ansatz becomes unstable (de Almeida–Thouless)',
          ...(compared
            ? ['published: ✓ where ours is rounded to it, else by how much of its last digit ours is off']
            : []),
          ...notes,
          ...took,
        ],
      }
      return [...(rows.length > 0 ? [loads] : []), ...(simulation === undefined ? [] : [simulation.sheet(elapsed)])]
    },
  }
}

/** A row for each machine and ansatz, with its capacity and its instability. */
function tabulated(loads: readonly CriticalLoad[]): readonly Row[] {
  const rows: Row[] = []
  for (const { quantity, activation, weights, ansatz, load, published } of loads) {
    let row = rows.find(
      (other) => other.activation === activation && other.weights === weights && other.ansatz === ansatz,
    )
    if (row === undefined) {
      row = { activation, weights, ansatz }
      rows.push(row)
    }
    row[quantity] = { ...load, ...(published === undefined ? {} : { published }) }
  }
  return rows
}

function publishedCell(load: PublishedLoad | undefined): string {
  if (load?.published === undefined) return ''
  const { digits: printed, agrees, difference } = load.published
  return agrees ? `${printed} ✓` : `${printed} (${difference > 0 ? '+' : '−'}${Math.abs(difference).toPrecision(2)})`
}
