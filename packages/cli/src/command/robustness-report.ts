import { type Measurement, meanOf, type RobustnessPoint } from '@gardner/samplers'
import { digits, seconds, uncertainty } from '../report/digits.js'
import { machineHeading, machineJson } from '../report/machine.js'
import type { Report } from '../report/report.js'
import type { Sheet } from '../report/table.js'
import type { Machine } from '../simulation/machine.js'

/** A curve for each replica, and that of the barycentre. */
export interface Robustness {
  readonly replicas: readonly (readonly RobustnessPoint[])[]
  readonly barycentre: readonly RobustnessPoint[]
}

interface Row {
  readonly flips: number
  /** Mean over replicas, with the standard error between them. */
  readonly replicas: Measurement
  /** At most so much is the mean over replicas off as a statement about other patterns. */
  readonly replicasOverPatterns: number
  /** With the standard error of drawing flips, 0 if they were summed over. */
  readonly barycentre: Measurement
  readonly barycentreOverPatterns: number
  readonly method: string
}

/** Misclassified noisy patterns against the probability of a flip. */
export function robustnessReport(
  machine: Machine,
  method: string | undefined,
  { replicas, barycentre }: Robustness,
  elapsed: number,
): Report {
  const rows = barycentre.map((point, i): Row => {
    const points = replicas.map((curve) => curve[i])
    return {
      flips: point.eta,
      replicas: meanOf(points.map(({ value }) => value)),
      replicasOverPatterns: points.reduce((sum, { error }) => sum + error, 0) / points.length,
      barycentre: { value: point.value, error: point.sampling },
      barycentreOverPatterns: point.error,
      method: point.method,
    }
  })
  const y = replicas.length
  return {
    json: () => ({
      command: 'robustness',
      ...(method === undefined ? {} : { method }),
      ...machineJson(machine),
      replicas: y,
      rows: rows.map((row) => ({
        flips: row.flips,
        replicas: { ...row.replicas, overPatterns: row.replicasOverPatterns },
        barycentre: { ...row.barycentre, overPatterns: row.barycentreOverPatterns },
        method: row.method,
      })),
      seconds: elapsed,
    }),
    records: () =>
      rows.map((row) => ({
        flips: row.flips,
        replicas: row.replicas.value,
        replicasError: Number.isFinite(row.replicas.error) ? row.replicas.error : undefined,
        replicasOverPatterns: row.replicasOverPatterns,
        barycentre: row.barycentre.value,
        barycentreError: row.barycentre.error,
        barycentreOverPatterns: row.barycentreOverPatterns,
        method: row.method,
      })),
    shared: () => [rowsSheet()],
    sheets: () => {
      const { notes = [], ...sheet } = rowsSheet()
      return [{ ...sheet, notes: [...notes, seconds(elapsed)] }]
    },
  }

  function rowsSheet(): Sheet {
    return {
      title: [machineHeading(machine), ...(method === undefined ? [] : [method])].join(' · '),
      columns: [
        { heading: 'flips', align: 'decimal' },
        { heading: y === 1 ? 'replica' : `${y} replicas`, align: 'decimal' },
        { heading: '±' },
        { heading: 'barycentre', align: 'decimal' },
        { heading: '±' },
        { heading: '± patterns' },
        { heading: '' },
      ],
      rows: rows.map((row) => [
        digits(row.flips),
        ...cells(row.replicas),
        ...cells(row.barycentre),
        row.barycentreOverPatterns > ROUNDING ? uncertainty(row.barycentreOverPatterns) : '',
        row.method,
      ]),
      notes: [
        'share of the training patterns that are misclassified when each input is flipped with probability flips',
        '±: standard error between replicas, and of drawing flips; ± patterns: as a statement about other patterns',
      ],
    }
  }
}

/** Less than that is no statistical error. */
const ROUNDING = 1e-12

/** Digits that the error leaves; of an exact number six are of use. */
function cells({ value, error }: Measurement): [string, string] {
  const known = Number.isFinite(error) && error > ROUNDING
  return [known ? digits(value, error) : digits(Number(value.toPrecision(6))), known ? uncertainty(error) : '']
}
