import type { Histogram, Instance, Sample, Verdict } from '@gardner/core'
import { meanDensity, meanOf, merged, tiesAt, totalOf } from '@gardner/machines'
import type { Fields, Report, Sheet } from '@gardner/results'
import { digits, seconds, uncertainty } from '@gardner/results'
import type { ChainPlan } from '../simulation/chain-plan.js'
import type { ChainOutcome } from '../simulation/chains.js'
import { machineHeading, machineJson } from '../simulation/machine-report.js'
import { finalHistogram, overlapsOf, type TimeMean, type TimeMeans, timeMeans } from '../simulation/statistics.js'
import { tiesNotes } from '../simulation/ties.js'

/** What chains found, with what follows from it. */
interface Found extends ChainOutcome {
  readonly overlaps: ReturnType<typeof overlapsOf>
  readonly means: TimeMeans
  /** Patterns of Δ = κ at the end, of each replica. */
  readonly tied: readonly number[]
}

/** The report of one chain, or of several beside each other. */
export function sampleReport(plan: ChainPlan, outcomes: readonly ChainOutcome[], elapsed: number): Report {
  const { instance } = plan.machine
  const found = outcomes.map(
    ({ seed, sample }): Found => ({
      seed,
      sample,
      overlaps: overlapsOf(sample, instance.units),
      means: timeMeans(sample),
      tied: tiedOf(instance, sample),
    }),
  )
  const asked = {
    command: 'sample',
    method: plan.method,
    ...machineJson(plan.machine),
    ...(plan.schedule === undefined ? {} : { schedule: plan.schedule }),
    ...(plan.cost === undefined ? {} : { cost: plan.cost }),
  }
  const json = () =>
    found.length === 1
      ? { ...asked, ...chainJson(found[0]), stabilities: stabilitiesJson(outcomes), seconds: elapsed }
      : {
          ...asked,
          verdict: verdictOf(outcomes),
          chains: found.map(chainJson),
          means: pooledMeans(found),
          stabilities: stabilitiesJson(outcomes),
          seconds: elapsed,
        }
  return {
    json,
    drawn: () => ({ ...json(), trace: outcomes.flatMap(traceRecords) }),
    records: () => outcomes.flatMap((outcome) => traceRecords(outcome).map((row) => ({ ...row, ties: instance.ties }))),
    shared: () => [rowsSheet(plan, found)],
    sheets: () => [found.length === 1 ? chainSheet(plan, found[0], elapsed) : chainsSheet(plan, found, elapsed)],
  }
}

function tiedOf({ problem }: Instance, { stabilities, weights }: Sample): readonly number[] {
  const count = stabilities.length / weights.length
  const kappa = problem.constraint.parameters.margin
  return weights.map((_, a) => tiesAt(stabilities.subarray(a * count, (a + 1) * count), kappa))
}

/** Of the best replica. */
const tiedInBest = ({ sample, tied }: Found): number => tied[sample.errors.indexOf(Math.min(...sample.errors))]

/** The verdict of all chains is the worst of them. */
export const verdictOf = (outcomes: readonly ChainOutcome[]): Verdict =>
  worst.find((verdict) => outcomes.some(({ sample }) => sample.verdict === verdict)) ?? 'converged'

const worst: readonly Verdict[] = ['interrupted', 'nonfinite', 'stalled', 'exhausted']

const chainJson = ({ seed, sample, overlaps, means, tied }: Found) => ({
  seed,
  verdict: sample.verdict,
  sweeps: sample.sweeps,
  beta: sample.beta,
  gamma: sample.gamma,
  replicas: sample.weights.length,
  errors: sample.errors,
  tied,
  energy: sample.energy,
  overlaps,
  barycentre: { errors: sample.barycentreErrors },
  acceptance: sample.acceptance,
  means: meansJson(means),
})

const meansJson = ({ count, energy, errors, overlap, reason }: TimeMeans) => ({
  measurements: count,
  ...(energy === undefined ? {} : { energy }),
  ...(errors === undefined ? {} : { errors }),
  ...(overlap === undefined ? {} : { overlap }),
  ...(reason === undefined ? {} : { reason }),
})

const quantities = ['energy', 'errors', 'overlap'] as const

/** The means of the chains' means, with the standard error between chains. */
function pooledMeans(found: readonly Found[]): object {
  const reason = found.find(({ means }) => means.reason !== undefined)?.means.reason
  if (reason !== undefined) return { reason }
  return Object.fromEntries(
    quantities.flatMap((name) => {
      const values = found.flatMap(({ means }) => means[name]?.value ?? [])
      return values.length < found.length ? [] : [[name, meanOf(values)]]
    }),
  )
}

const countsOf = ({ counts, below, above }: Histogram) => ({ counts: [...counts], below, above })

/** Counts in the same bins at the end and over all measurements; of several chains also the density with its error between them. */
function stabilitiesJson(outcomes: readonly ChainOutcome[]): object {
  const samples = outcomes.map(({ sample }) => sample)
  const final = merged(samples.map(finalHistogram))
  const measured = merged(samples.map(({ histogram }) => histogram))
  const several = samples.length > 1 && samples.every(({ histogram }) => totalOf(histogram) > 0)
  return {
    from: final.from,
    width: final.width,
    final: countsOf(final),
    ...(totalOf(measured) > 0 ? { measured: countsOf(measured) } : {}),
    ...(several ? { density: meanDensity(samples.map(({ histogram }) => histogram)) } : {}),
  }
}

function traceRecords({ seed, sample: { trace } }: ChainOutcome): Fields[] {
  return [...trace.sweep].map((sweep, i) => ({
    seed,
    sweep,
    beta: trace.beta[i],
    gamma: trace.gamma[i],
    energy: trace.energy[i],
    errors: trace.errors[i],
    overlap: trace.overlap[i],
  }))
}

const titleOf = ({ machine, method }: ChainPlan, seeds: string): string =>
  `${machineHeading(machine)} · ${method} · ${seeds}`

function chainSheet(plan: ChainPlan, found: Found, elapsed: number): Sheet {
  const { seed, sample, overlaps, means } = found
  const y = sample.weights.length
  const row = (name: string, value: string, error: string, meaning: string) => [name, value, error, meaning]
  const mean = (symbol: string, entry: TimeMean | undefined, meaning: string): string[][] =>
    entry === undefined
      ? []
      : [
          row(
            symbol,
            shown(entry),
            Number.isFinite(entry.error) ? `± ${uncertainty(entry.error)}` : '',
            Number.isFinite(entry.timeError)
              ? `${meaning}; autocorrelation time ${rounded(entry.time)} sweeps`
              : meaning,
          ),
        ]
  return {
    title: titleOf(plan, `seed ${seed}`),
    columns: [{ heading: '' }, { heading: '', align: 'decimal' }, { heading: '' }, { heading: '' }],
    rows: [
      row('errors', digits(Math.min(...sample.errors)), '', errorsMeaning(plan, sample)),
      ...(y === 1
        ? []
        : [
            row(
              'barycentre',
              digits(sample.barycentreErrors),
              '',
              'errors of the reference in the midst of the replicas',
            ),
            row('overlap', rounded(overlaps.mean), '', 'mean over pairs of replicas at the end'),
          ]),
      row('acceptance', rounded(sample.acceptance), '', 'share of proposals that were accepted'),
      ...mean('⟨E⟩', means.energy, 'mean energy of a replica'),
      ...(means.errors?.value === means.energy?.value
        ? []
        : mean('⟨errors⟩', means.errors, 'mean number of errors of a replica')),
      ...mean('⟨q⟩', means.overlap, 'mean overlap of the replicas'),
    ],
    notes: [
      ...(means.reason === undefined ? [] : [`no means: ${means.reason}`]),
      ...new Set(quantities.flatMap((name) => means[name]?.reason ?? [])),
      ...tiesNotes(plan.machine.instance, tiedInBest(found)),
      `${sample.verdict}, ${ended(sample)}, ${seconds(elapsed)}`,
    ],
  }
}

function errorsMeaning({ machine }: ChainPlan, { weights }: Sample): string {
  const of = `of ${machine.instance.patterns.count} patterns`
  return weights.length === 1 ? of : `${of}, in the best of ${weights.length} replicas`
}

const ended = ({ sweeps, beta, gamma }: Sample): string =>
  [`${sweeps} sweeps`, `β = ${rounded(beta)}`, ...(gamma === 0 ? [] : [`γ = ${rounded(gamma)}`])].join(', ')

function chainsSheet(plan: ChainPlan, found: readonly Found[], elapsed: number): Sheet {
  const { notes = [], ...sheet } = rowsSheet(plan, found)
  return { ...sheet, notes: [...pooledNotes(found), ...notes, seconds(elapsed)] }
}

/** A row for each chain. */
function rowsSheet(plan: ChainPlan, found: readonly Found[]): Sheet {
  const cells = (entry: TimeMean | undefined): string[] =>
    entry === undefined
      ? ['', '', '']
      : [
          shown(entry),
          Number.isFinite(entry.error) ? uncertainty(entry.error) : '',
          Number.isFinite(entry.timeError) ? rounded(entry.time) : '',
        ]
  const reasons = new Set(found.flatMap(({ means }) => means.reason ?? []))
  const replicated = found.some(({ sample }) => sample.weights.length > 1)
  return {
    title: titleOf(plan, found.length === 1 ? `seed ${found[0].seed}` : `${found.length} chains`),
    columns: [
      { heading: 'seed', align: 'right' },
      { heading: 'errors', align: 'right' },
      ...(replicated ? [{ heading: 'barycentre', align: 'right' as const }, { heading: 'overlap' }] : []),
      { heading: 'acceptance' },
      ...(reasons.size > 0 ? [] : [{ heading: '⟨E⟩', align: 'decimal' as const }, { heading: '±' }, { heading: 'τ' }]),
      { heading: 'sweeps', align: 'right' },
      { heading: '' },
    ],
    rows: found.map(({ seed, sample, overlaps, means }) => [
      String(seed),
      String(Math.min(...sample.errors)),
      ...(replicated ? [String(sample.barycentreErrors), rounded(overlaps.mean)] : []),
      rounded(sample.acceptance),
      ...(reasons.size > 0 ? [] : cells(means.energy)),
      String(sample.sweeps),
      sample.verdict,
    ]),
    notes: [
      ...[...reasons].map((reason) => `no means: ${reason}`),
      ...tiesNotes(
        plan.machine.instance,
        found.reduce((sum, one) => sum + tiedInBest(one), 0) / found.length,
        ' on average',
      ),
      'errors: of the best replica; τ: autocorrelation time of the energy in sweeps',
    ],
  }
}

/** The means over chains, with the errors between them. */
function pooledNotes(found: readonly Found[]): string[] {
  const means = pooledMeans(found) as Record<string, { value: number; error: number }>
  const symbols = { energy: '⟨E⟩', overlap: '⟨q⟩' }
  return Object.entries(symbols).flatMap(([name, symbol]) => {
    const mean = means[name]
    return mean?.value === undefined
      ? []
      : [`${symbol} = ${digits(mean.value, mean.error)} ± ${uncertainty(mean.error)} between chains`]
  })
}

/** To the digits that the error leaves; where it is not known, to some. */
const shown = ({ value, error }: TimeMean): string => (Number.isFinite(error) ? digits(value, error) : rounded(value))
const rounded = (value: number): string => digits(Number(value.toPrecision(3)))
