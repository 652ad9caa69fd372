import { fieldsOf, type Measurement, meanOf, type RobustnessPoint, tiesAt } from '@gardner/machines'
import type { Report, Sheet } from '@gardner/results'
import { digits, seconds, uncertainty } from '@gardner/results'
import type { Machine } from '../simulation/machine.js'
import { machineHeading, machineJson } from '../simulation/machine-report.js'
import { countsAs } from '../simulation/ties.js'

/** A curve for each replica, and that of the barycentre. */
export interface Robustness {
  readonly replicas: readonly (readonly RobustnessPoint[])[]
  readonly barycentre: readonly RobustnessPoint[]
  /** Patterns with an output of exactly 0 when nothing is flipped, of each replica. */
  readonly tied: readonly number[]
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
  { replicas, barycentre, tied }: Robustness,
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
  // where flips were summed over there is no error of drawing them
  const drawn = rows.some(({ barycentre: { error } }) => known(error))
  return {
    json: () => ({
      command: 'robustness',
      ...(method === undefined ? {} : { method }),
      ...machineJson(machine),
      replicas: y,
      tied,
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
        ties: machine.instance.ties,
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
        ...(drawn ? [{ heading: '±' }] : []),
        { heading: '± patterns' },
        { heading: '' },
      ],
      rows: rows.map((row) => [
        digits(row.flips),
        shown(row.replicas.value, known(row.replicas.error) ? row.replicas.error : row.replicasOverPatterns),
        known(row.replicas.error) ? uncertainty(row.replicas.error) : '',
        shown(row.barycentre.value, Math.max(row.barycentre.error, row.barycentreOverPatterns)),
        ...(drawn ? [known(row.barycentre.error) ? uncertainty(row.barycentre.error) : ''] : []),
        known(row.barycentreOverPatterns) ? uncertainty(row.barycentreOverPatterns) : '',
        row.method,
      ]),
      notes: [
        'share of the training patterns that are misclassified when each input is flipped with probability flips',
        `±: standard error between replicas${drawn ? ', and of drawing flips' : ''}; ± patterns: as a statement about other patterns`,
        ...tiedNotes(machine, tied),
      ],
    }
  }
}

/** Patterns with an output of exactly 0 when nothing is flipped. */
export const tiedOf = ({ instance }: Machine, weights: Float64Array): number =>
  tiesAt(fieldsOf(instance, weights).stabilities, 0)

function tiedNotes({ instance: { patterns, ties } }: Machine, tied: readonly number[]): string[] {
  const mean = tied.reduce((sum, count) => sum + count, 0) / tied.length
  if (mean === 0) return []
  const count = `${digits(Number(mean.toPrecision(3)))} of ${patterns.count} patterns${tied.length > 1 ? ' on average' : ''}`
  return [`with nothing flipped ${count} have an output of exactly 0, which ${countsAs(ties)}`]
}

/** Less than that is no statistical error. */
const ROUNDING = 1e-12

const known = (error: number): boolean => Number.isFinite(error) && error > ROUNDING

/** Digits that the error leaves; of an exact number six are of use. */
const shown = (value: number, error: number): string =>
  known(error) ? digits(value, error) : digits(Number(value.toPrecision(6)))
