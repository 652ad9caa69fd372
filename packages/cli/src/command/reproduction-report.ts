import { digits, seconds, uncertainty } from '../report/digits.js'
import { Footnotes } from '../report/footnotes.js'
import { type Load, loadCells } from '../report/load.js'
import type { Report } from '../report/report.js'
import type { Sheet } from '../report/table.js'
import type { Reproduction } from '../reproduction/bmz2019.js'
import type { DenseResult } from '../reproduction/dense-regions.js'
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
  regions: readonly DenseResult[],
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
    json: () => ({
      command: 'reproduce',
      paper: name,
      reference,
      rows,
      ...(regions.length === 0 ? {} : { regions: regions.map(regionSummary) }),
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
            ...(regions.length === 0 ? [seconds(elapsed)] : []),
          ],
        },
        ...(regions.length === 0 ? [] : [regionSheet(regions, elapsed)]),
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

/** The flips at which robustness is told in the summary. */
const SHOWN_FLIPS = 0.1

/** A machine of finite size in a line: where its replicas were, and how far P(Δ) is from the theory. */
function regionSummary({ machine, regions, distance, density, width, robustness }: DenseResult) {
  const noisy = robustness.find(({ eta }) => eta === SHOWN_FLIPS)
  return {
    ...machine,
    instances: regions.length,
    errors: regions.reduce((sum, { sample }) => sum + mean(sample.errors), 0) / regions.length,
    distance,
    // half the integral of |P − P_theory|: 0 if they are the same, 1 if they share nothing
    deviation: 0.5 * width * density.reduce((sum, { value, theory }) => sum + Math.abs(value - theory.value), 0),
    ...(noisy === undefined ? {} : { flipped: noisy.eta, replicas: noisy.replicas, barycentre: noisy.barycentre }),
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const regionSheet = (regions: readonly DenseResult[], elapsed: number): Sheet => ({
  title: 'dense regions of finite machines',
  columns: [
    { heading: 'activation' },
    { heading: 'N', align: 'right' },
    { heading: 'K', align: 'right' },
    { heading: 'instances', align: 'right' },
    { heading: 'd', align: 'decimal' },
    { heading: '±' },
    { heading: 'errors', align: 'decimal' },
    { heading: '½∫|P − theory|', align: 'decimal' },
    { heading: 'wrong, replicas', align: 'decimal' },
    { heading: 'barycentre', align: 'decimal' },
  ],
  rows: regions
    .map(regionSummary)
    .map(({ activation, inputs, units, instances, distance, errors, deviation, replicas, barycentre }) => [
      activation,
      String(inputs),
      String(units),
      String(instances),
      digits(distance.value, distance.error),
      uncertainty(distance.error),
      digits(Number(errors.toPrecision(2))),
      digits(Number(deviation.toPrecision(2))),
      replicas === undefined ? '' : digits(replicas.value, replicas.error),
      barycentre === undefined ? '' : digits(barycentre.value, barycentre.error),
    ]),
  notes: [
    'd: distance of the replicas from each other, errors: patterns per replica that are not stored at the end',
    `wrong: probability that a training pattern is misclassified with ${100 * SHOWN_FLIPS} % of its inputs flipped`,
    seconds(elapsed),
  ],
})
