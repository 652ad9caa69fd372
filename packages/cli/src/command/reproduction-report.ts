import { seconds } from '../report/digits.js'
import { Footnotes } from '../report/footnotes.js'
import { type Load, loadCells } from '../report/load.js'
import type { Report } from '../report/report.js'
import type { Reproduction } from '../reproduction/bmz2019.js'
import type { Outcome } from '../reproduction/folder.js'

interface Row {
  readonly activation: string
  readonly weights: string
  readonly ansatz: string
  capacity?: Load
  instability?: Load
}

/** The table of critical loads, from the outcomes of the first dataset. */
export function reproductionReport(
  { name, reference, datasets }: Reproduction,
  outcomes: readonly Outcome[],
  elapsed: number,
): Report {
  const rows: Row[] = []
  for (const [i, { command, options }] of datasets[0].lines.entries()) {
    const { activation, weights, ansatz } = options
    const outcome = outcomes[i]
    if (outcome === undefined) continue
    let row = rows.find(
      (other) => other.activation === activation && other.weights === weights && other.ansatz === ansatz,
    )
    if (row === undefined) {
      row = { activation, weights, ansatz }
      rows.push(row)
    }
    row[command as 'capacity' | 'instability'] = loadOf(outcome)
  }
  return {
    json: () => ({ command: 'reproduce', paper: name, reference, rows, seconds: elapsed }),
    records: () =>
      rows.map(({ activation, weights, ansatz, capacity, instability }) => ({
        activation,
        weights,
        ansatz,
        capacity: capacity?.value,
        capacityError: capacity?.error,
        capacityReason: capacity?.reason,
        instability: instability?.value,
        instabilityError: instability?.error,
        instabilityReason: instability?.reason,
      })),
    sheets: () => {
      const footnotes = new Footnotes()
      return [
        {
          title: reference,
          columns: [
            { heading: 'weights' },
            { heading: 'activation' },
            { heading: 'ansatz' },
            { heading: 'α_c', align: 'decimal' },
            { heading: '±' },
            { heading: 'α_AT', align: 'decimal' },
            { heading: '±' },
          ],
          rows: rows.map(({ activation, weights, ansatz, capacity, instability }) => [
            weights,
            activation,
            ansatz,
            ...loadCells(capacity, '∞', footnotes),
            ...loadCells(instability, '—', footnotes),
          ]),
          notes: [
            ...footnotes.lines,
            'α_c: capacity, where the entropy of binary weights vanishes and the innermost overlap of spherical weights reaches 1',
            'α_AT: load at which the ansatz becomes unstable (de Almeida–Thouless)',
            seconds(elapsed),
          ],
        },
      ]
    },
  }
}

function loadOf(outcome: Exclude<Outcome, undefined>): Load {
  if (outcome.kind === 'failed') return { value: Number.NaN, error: Number.NaN, reason: outcome.reason }
  const { value, error, reason } = outcome.records[0] as { value?: number; error?: number; reason?: string }
  if (outcome.verdict !== 'converged') {
    return { value: Number.NaN, error: Number.NaN, reason: `${outcome.verdict}: ${reason}` }
  }
  return {
    value: value ?? Number.POSITIVE_INFINITY,
    error: error ?? 0,
    ...(reason === undefined ? {} : { reason }),
  }
}
