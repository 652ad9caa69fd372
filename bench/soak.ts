/**
 * npm run soak:problems, and the second half of npm run soak: random problems, each of which has to end in a verdict with finite numbers, and soon.
 *
 *     npm run soak:problems -- [--problems 1000] [--seed 1] [--slow 10000] [--only franz-parisi] [--json FILE]
 *
 * Activation, prior, κ in [−1, 1], α up to 1.2 times the RS capacity, and the ansatz with its distance d, number of replicas y or
 * number of steps k are drawn; the same seed draws the same problems. What did not converge is listed with its reason. Ends with
 * code 1 if anything was not a number, was thrown that is no error of Gardner's, or took longer than `--slow` milliseconds.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as activations from '@gardner/activations'
import { franzParisi, kStepRsb, largeDeviation, rs } from '@gardner/ansatze'
import {
  type Activation,
  type Ansatz,
  capacity,
  complete,
  drive,
  instability,
  isGardnerError,
  isSolved,
  type Machine,
  machine,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { table } from './table.ts'

const { values: options } = parseArgs({
  options: {
    problems: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    slow: { type: 'string', default: '10000' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
})
const [count, seed, slow] = [options.problems, options.seed, options.slow].map(Number)

/** Numbers in [0, 1) from the seed (mulberry32). */
let state = seed >>> 0
function uniform(): number {
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const between = (low: number, high: number) => low + (high - low) * uniform()
const one = <T>(list: readonly T[]): T => list[Math.floor(uniform() * list.length)]

const machines: readonly Activation[] = [
  activations.linear,
  activations.sign,
  activations.relu,
  activations.erf,
  activations.tanh,
  activations.sigmoid,
  activations.softplus,
  activations.gelu,
  activations.silu,
  activations.hardTanh,
  activations.elu(),
  activations.leakyRelu({ slope: 0.2 }),
  activations.sine(),
  activations.quadratic,
  activations.monomial(3),
  activations.polynomial([0, 1, 0.5]),
]
/** The two of the literature half of the time each, less a tenth for others. */
const prior = (): WeightPrior => {
  const u = uniform()
  if (u < 0.45) return binary
  if (u < 0.9) return spherical
  return one([ternary, discrete({ levels: [0, 1] }), discrete({ levels: [-2, -1, 1, 2] })])
}

// biome-ignore lint/suspicious/noExplicitAny: whatever its order parameters
type AnyAnsatz = Ansatz<any>
const kinds: Readonly<Record<string, () => AnyAnsatz>> = {
  rs: () => rs,
  '1rsb': () => kStepRsb({ steps: 1 }),
  '2rsb': () => kStepRsb({ steps: 2 }),
  '3rsb': () => kStepRsb({ steps: 3 }),
  'franz-parisi': () => franzParisi({ distance: Math.exp(between(Math.log(0.002), Math.log(0.5))) }),
  'large-deviation, y finite': () =>
    largeDeviation({ replicas: Math.exp(between(Math.log(0.3), Math.log(300))), distance: distance() }),
  'large-deviation, y = inf': () => largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: distance() }),
}
const distance = () => Math.exp(between(Math.log(0.002), Math.log(0.45)))

/** The RS capacity, or where RS becomes unstable, or 3. */
function scaleOf(committee: Machine): number {
  for (const find of [capacity, instability]) {
    try {
      const { value } = complete(find(committee, rs))
      if (Number.isFinite(value)) return value
    } catch (error) {
      if (!isGardnerError(error)) throw error
    }
  }
  return 3
}

interface Outcome {
  readonly what: string
  readonly kind: string
  readonly share: number
  readonly verdict: string
  readonly reason: string
  readonly ms: number
}

const outcomes: Outcome[] = []
const names = Object.keys(kinds).filter((name) => options.only === undefined || name.startsWith(options.only))
if (names.length === 0) throw new Error(`--only ${options.only}: no such ansatz; expected one of ${Object.keys(kinds)}`)
for (let i = 0; i < count; i++) {
  const activation = one(machines)
  const weights = prior()
  const margin = between(-1, 1)
  const kind = one(names)
  const committee = machine({ activation, weights, margin })
  const share = between(0, 1.2)
  const alpha = share * scaleOf(committee)
  const ansatz = kinds[kind]()
  const what = `${activation.name}, ${weights.name}, kappa ${margin.toFixed(4)}, alpha ${alpha.toPrecision(6)}, ${kind} ${ansatz.name}`
  const start = performance.now()
  let [verdict, reason] = ['', '']
  try {
    const { result } = drive(saddlePoint(committee.at({ alpha }), ansatz), { budget: 2 * slow })
    verdict = result.verdict
    if (isSolved(result)) {
      const numbers: [string, number][] = [
        ...Object.entries(result.at as Record<string, number>),
        ...Object.entries(result.errors as Record<string, number>).map(([symbol, error]): [string, number] => [
          `error of ${symbol}`,
          error,
        ]),
        ['entropy', result.entropy.value],
        ['error of entropy', result.entropy.error],
        ['energy', result.energy.value],
        ['free entropy', result.freeEntropy.value],
      ]
      // a conjugate may diverge where an overlap is 1
      const wrong = numbers.filter(([, value]) => Number.isNaN(value))
      if (wrong.length > 0) {
        verdict = 'not a number'
        reason = wrong.map(([name]) => name).join(', ')
      }
    } else {
      reason = result.reason
      if (result.verdict === 'absent') verdict = 'none there'
    }
  } catch (error) {
    verdict = isGardnerError(error) ? `refused: ${error.code}` : 'thrown'
    reason = error instanceof Error ? error.message : String(error)
  }
  outcomes.push({ what, kind, share, verdict, reason, ms: performance.now() - start })
  if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${count}`)
}
if (process.stderr.isTTY) process.stderr.write('\r')

const verdicts = [...new Set(outcomes.map(({ verdict }) => verdict))].sort()
const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${((100 * part) / whole).toFixed(1)} %`)
/** Converged, or an answer that there is nothing, of those that were not refused. */
const answered = (list: readonly Outcome[]) => {
  const asked = list.filter(({ verdict }) => !verdict.startsWith('refused'))
  return percent(asked.filter(({ verdict }) => ['converged', 'none there'].includes(verdict)).length, asked.length)
}
const line = (name: string, list: readonly Outcome[]) => {
  const times = list.map(({ ms }) => ms).sort((a, b) => a - b)
  return [
    name,
    `${list.length}`,
    ...verdicts.map((verdict) => `${list.filter((outcome) => outcome.verdict === verdict).length}`),
    answered(list.filter(({ share }) => share < 1)),
    answered(list),
    `${(times[Math.floor(times.length / 2)] ?? 0).toFixed(0)} / ${(times[times.length - 1] ?? 0).toFixed(0)}`,
  ]
}
console.log(`${count} random problems, seed ${seed}\n`)
console.log(
  table(
    ['', 'problems', ...verdicts, 'answered below capacity', 'answered', 'ms, median / longest'],
    [
      ...names.map((name) =>
        line(
          name,
          outcomes.filter(({ kind }) => kind === name),
        ),
      ),
      line('all', outcomes),
    ],
  ),
)
const failures = outcomes.filter(({ verdict, ms }) => !['converged', 'none there'].includes(verdict) || ms > slow)
console.log(`\n${failures.length} that did not converge or took longer than ${slow} ms:`)
for (const { what, verdict, reason, share, ms } of failures) {
  console.log(`  ${verdict} (${ms.toFixed(0)} ms, ${share.toFixed(2)} of the capacity): ${what}\n      ${reason}`)
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ seed, outcomes }, null, 1)}\n`)
const broken = outcomes.filter(
  ({ verdict, ms }) => ['not a number', 'thrown', 'nonfinite'].includes(verdict) || ms > slow,
)
console.log(`\n${broken.length} broken`)
process.exitCode = broken.length > 0 ? 1 : 0
