import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { elu, linear, relu, sigmoid, tanh } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import {
  capacity,
  complete,
  curve,
  deriveMoments,
  entropy,
  type Kernel,
  machine,
  momentsOf,
  saddlePoint,
} from '@gardner/core'
import { hazard, hazardExcess, logTail, STANDARD_STEP } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { compare, difference, references } from './accuracy.ts'
import { beyond } from './ansatze.ts'
import { races } from './machines.ts'
import { duration, measured, summary, type Timing, touched } from './measure.ts'
import { type Paper, paper, TARGET_SECONDS } from './paper.ts'
import { forgetting } from './replicas.ts'
import { type Counterpart, type Milliseconds, pointsOf, runAnsatze, runScipy } from './scipy.ts'
import { table } from './table.ts'
import { threads } from './threads.ts'

const [root, ...flags] = process.argv.slice(2)
const { values: options } = parseArgs({
  args: flags,
  options: { json: { type: 'string' }, quick: { type: 'boolean' } },
})
const repetitions = options.quick ? 3 : 9
const warmMs = options.quick ? 30 : 400

/** A line of the table: a time per operation, and what it is the multiple of. */
interface Row extends Timing {
  readonly group: string
  readonly what: string
  readonly reference: string
  readonly ratio: number
}

const rows: Row[] = []

/** Times a group against the one of it that is the reference, and prints it. */
function group(name: string, reference: string, work: Record<string, () => number>, operations = 1): void {
  const timings = measured(work, { repetitions, warmMs, operations })
  for (const [what, timing] of Object.entries(timings)) {
    rows.push({ group: name, what, ...timing, reference, ratio: timing.median / timings[reference].median })
  }
  show(rows.filter((row) => row.group === name))
}

function show(shown: readonly Row[]): void {
  const cells = shown.map(({ what, median, min, max, reference, ratio }) => [
    what,
    duration(median),
    `${duration(min)} – ${duration(max)}`,
    what === reference ? 'reference' : `${ratio.toPrecision(3)} × ${reference}`,
  ])
  console.log(`\n${table([shown[0].group, 'median', 'min – max', 'ratio'], cells)}`)
}

/** The sum of f over the arguments: one batch of a function that takes nanoseconds. */
const over = (f: (x: number) => number, xs: Float64Array) => () => {
  let sum = 0
  for (let i = 0; i < xs.length; i++) sum += f(xs[i])
  return sum
}

/** Reproducible arguments without order, so that no branch is predicted. */
function scattered(count: number, from: number, to: number): Float64Array {
  let state = 1
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return from + (to - from) * (state / 2 ** 32)
  })
}

console.log(`Node ${process.version}, ${process.platform} ${process.arch}, medians of ${repetitions} repetitions`)

// ---- special functions, kernels -------------------------------------------------------------------------------------

const COUNT = 4096
const x = scattered(COUNT, -8, 30)
group(
  'special functions, x in (−8, 30)',
  'Math.exp',
  {
    'Math.exp': over((z) => Math.exp(-z), x),
    'log H': over(logTail, x),
    'φ/H': over(hazard, x),
    'φ/H − x': over(hazardExcess, x),
    'Math.log(1 + Math.exp)': over((z) => Math.log(1 + Math.exp(-z)), x),
  },
  COUNT,
)

const gaps = scattered(COUNT, -12, 0).map((exponent) => 10 ** exponent)
const kernels: [string, Kernel][] = [
  ['relu (closed)', momentsOf(relu).kernel],
  ['sigmoid (series)', momentsOf(sigmoid).kernel],
  ['tanh (table)', momentsOf(tanh).kernel],
  ['elu (table)', momentsOf(elu()).kernel],
]
for (const method of ['deficit', 'slope'] as const) {
  const work: Record<string, () => number> = { 'Math.exp': over((gap) => Math.exp(gap), gaps) }
  for (const [name, kernel] of kernels) work[name] = over((gap) => kernel[method](gap), gaps)
  group(`kernel ${method}, 1 − q in (1e-12, 1)`, 'Math.exp', work, COUNT)
}

const capacityOf = (activation: typeof relu, weights: typeof binary | typeof spherical) => {
  const committee = machine({ activation, weights })
  return () => complete(capacity(committee, rs)).value
}
group('derive a kernel from g alone', 'relu', {
  relu: () => deriveMoments(relu).kernel.deficit(1),
  sigmoid: () => deriveMoments(sigmoid).kernel.deficit(1),
  tanh: () => deriveMoments(tanh).kernel.deficit(1),
  elu: () => deriveMoments(elu()).kernel.deficit(1),
})

// ---- replica symmetry -----------------------------------------------------------------------------------------------

const perceptron = machine({ activation: linear, weights: binary })
const equations = rs.saddlePoint(perceptron, STANDARD_STEP)
const guess = Math.log(complete(saddlePoint(perceptron.at({ alpha: 0.5 }), rs)).at.gap)
// never twice in a row at one point: averages are remembered where they were last asked for
let turn = 0
const loads = Array.from({ length: 81 }, (_, k) => (k + 2) / 100)
const halves = perceptron.at({ alpha: 0.5 })
const traced = () => complete(curve(perceptron, rs, { alpha: loads, quantities: [entropy] }))

const RESIDUAL = 'one residual (binary perceptron)'
const CURVE = 'entropy curve, 81 loads, with errors'
const CAPACITY = { linear: 'capacity, binary perceptron', relu: 'capacity, binary relu' }
group('replica symmetry', RESIDUAL, {
  [RESIDUAL]: () => equations.residual([guess + 1e-9 * (turn++ % 1000)], 0.5)[0],
  'solve, binary perceptron at 0.5': () => complete(saddlePoint(halves, rs)).entropy.value,
  [CAPACITY.linear]: capacityOf(linear, binary),
  [CAPACITY.relu]: capacityOf(relu, binary),
  'capacity, spherical relu': capacityOf(relu, spherical),
  [CURVE]: () => traced()[80].values.entropy.value,
})

// ---- beyond replica symmetry ----------------------------------------------------------------------------------------

group(
  'beyond replica symmetry, with errors',
  Object.keys(beyond)[0],
  Object.fromEntries(Object.entries(beyond).map(([what, { run }]) => [what, () => run()[0].value])),
)

// ---- cold start -----------------------------------------------------------------------------------------------------

const cli = join(root, 'packages', 'cli', 'dist', 'main.js')
let theory: Paper | undefined
if (existsSync(cli)) {
  const process5 = (args: readonly string[]) => {
    const times = Array.from({ length: 5 }, () => {
      const start = process.hrtime.bigint()
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
      return Number(process.hrtime.bigint() - start)
    })
    return summary(times)
  }
  const name = 'cold start, whole process'
  try {
    const empty = process5(['-e', '0'])
    const command = process5([cli, 'capacity', '--activation', 'relu', '--weights', 'spherical', '--format', 'json'])
    rows.push({ group: name, what: 'node -e 0', ...empty, reference: 'node -e 0', ratio: 1 })
    const ratio = command.median / empty.median
    rows.push({ group: name, what: 'gardner capacity', ...command, reference: 'node -e 0', ratio })
    show(rows.filter((row) => row.group === name))
    theory = paper(cli, options.quick ?? false)
    showPaper(theory)
  } catch (error) {
    console.log(`\ncold start: ${error instanceof Error ? error.message : error}`)
  }
} else {
  console.log('\ncold start: packages/cli/dist/main.js is not built (npm run build), so it is not measured')
}

function showPaper({ processors, seconds, ratio, parts }: Paper): void {
  const cells = Object.entries(parts).map(([part, time]) => [part, `${time.toPrecision(3)} s`, ''])
  const whole = [
    `all of it, cold, on ${processors} processors`,
    `${seconds.median.toPrecision(3)} s`,
    ratio.toPrecision(2),
  ]
  console.log(`\n${table(['theory of bmz2019', 'time', `of ${TARGET_SECONDS} s`], [...cells, whole])}`)
}

// ---- scipy ----------------------------------------------------------------------------------------------------------

const scipy = runScipy()
const here = {
  curve: traced().map(({ parameter, values }) => ({ alpha: parameter, ...values.entropy })),
  capacity: {
    linear: complete(capacity(perceptron, rs)),
    relu: complete(capacity(machine({ activation: relu, weights: binary }), rs)),
  },
}
const exactEntropy = new Map(
  references
    .filter(
      ({ kind, activation, weights, margin }) => [kind, activation, weights, margin].join() === 'solve,linear,binary,0',
    )
    .map(({ alpha, values }) => [Number(alpha), values.entropy]),
)
const exactCapacity = (name: string) =>
  references.find(
    ({ kind, activation, weights, margin }) =>
      [kind, activation, weights, margin].join() === `capacity,${name},binary,0`,
  )?.values.alpha as string

/** The largest deviation of a curve from the reference values, where there are any. */
function worstOf(line: readonly { readonly alpha: number; readonly value: number }[]): number {
  const deviations = line.map(({ alpha, value }) => {
    const exact = exactEntropy.get(alpha)
    return exact === undefined ? 0 : Math.abs(difference(value, exact))
  })
  return Math.max(...deviations)
}
const nanoseconds = ({ ms, min, max }: Milliseconds): Timing => ({ median: ms * 1e6, min: min * 1e6, max: max * 1e6 })

const known = loads.filter((load) => exactEntropy.has(load)).length
console.log(`\nAgainst scipy (${known} of the ${loads.length} loads have a reference value)`)
const race: string[][] = []
const racing = [
  {
    what: CURVE,
    key: undefined,
    deviation: worstOf(here.curve),
    claim: Math.max(...here.curve.map(({ error }) => error)),
  },
  ...(['linear', 'relu'] as const).map((name) => ({
    what: CAPACITY[name],
    key: name,
    deviation: Math.abs(difference(here.capacity[name].value, exactCapacity(name))),
    claim: here.capacity[name].error,
  })),
]
const ratios: Record<string, unknown>[] = []
for (const { what, key, deviation, claim } of racing) {
  const own = rows.find((row) => row.what === what) as Row
  race.push([what, 'gardner', duration(own.median), '1', deviation.toExponential(1), claim.toExponential(1)])
  if (typeof scipy === 'string') continue
  for (const way of ['quad', 'vectorised'] as const) {
    const counterpart: Counterpart = scipy[way]
    const timing = nanoseconds(key === undefined ? counterpart.curve : counterpart.capacity[key])
    const theirs =
      key === undefined
        ? worstOf(counterpart.curve.rows.map(({ alpha, entropy: value }) => ({ alpha, value })))
        : Math.abs(difference(counterpart.capacity[key].value, exactCapacity(key)))
    const ratio = timing.median / own.median
    race.push(['', `scipy, ${way}`, duration(timing.median), ratio.toPrecision(3), theirs.toExponential(1), '—'])
    ratios.push({ what, way, ...timing, gardner: own.median, ratio, deviation: theirs, ownDeviation: deviation, claim })
  }
}
const ansatze = runAnsatze()
for (const [what, { counterpart, points, run }] of Object.entries(beyond)) {
  const own = rows.find((row) => row.what === what) as Row
  const found = run()
  const claim = Math.max(...found.map(({ error }) => error))
  race.push([what, 'gardner', duration(own.median), '1', '', claim.toExponential(1)])
  if (typeof ansatze === 'string') continue
  for (const [name, { ms, min, max }] of Object.entries(ansatze.times)) {
    const [prefix, way] = name.split('/')
    if (prefix !== counterpart) continue
    // where one point alone takes long, all of them would take so many times as long
    const times = way.endsWith('one point') ? points : 1
    const timing = nanoseconds({ ms: ms * times, min: min * times, max: max * times })
    const ratio = timing.median / own.median
    const value = ansatze.values[name]
    const theirs = typeof value === 'number' ? [{ at: 0, value }] : pointsOf(value)
    // against Gardner's own, which the reference values below have been held against
    const deviation = Math.max(
      ...theirs.map(({ at, value: other }) =>
        Math.abs(other - (found.find((point) => Math.abs(point.at - at) < 1e-12)?.value ?? other)),
      ),
    )
    const by = `scipy, ${way}${times === 1 ? '' : ` × ${times}`}`
    race.push(['', by, duration(timing.median), ratio.toPrecision(3), deviation.toExponential(1), '—'])
    ratios.push({ what, way, ...timing, gardner: own.median, ratio, deviation, claim })
  }
}
console.log(table(['', 'by', 'median', '× gardner', 'largest deviation', 'claimed error'], race))
console.log(
  typeof scipy === 'string'
    ? `scipy was not run: ${scipy}`
    : `Python ${scipy.python}, scipy ${scipy.scipy}, numpy ${scipy.numpy}`,
)

// ---- finite machines ------------------------------------------------------------------------------------------------

const finite: string[][] = []
const flips = races(options.quick ?? false)
for (const { what, acceptance, flips: made, absent } of flips) {
  const [own] = made
  for (const [i, { by, median, min, max }] of made.entries()) {
    const range = min === max ? '' : `${duration(min)} – ${duration(max)}`
    finite.push([i === 0 ? what : '', by, duration(median), range, (own.median / median).toPrecision(3)])
  }
  for (const reason of absent) finite.push(['', reason, '', '', ''])
  finite.push(['', `${(100 * acceptance).toPrecision(2)} % accepted, the same by all`, '', '', ''])
}
console.log(`\n${table(['one proposal of Metropolis', 'by', 'median', 'min – max', 'speed beside WASM'], finite)}`)

const coupled = forgetting(options.quick ?? false)
const rowsOf = coupled.flatMap(({ what, samplers }) =>
  samplers.map(({ by, overlap, error, moves, ms }, i) => [
    i === 0 ? what : '',
    by,
    `${overlap.toFixed(5)} ± ${error.toExponential(0)}`,
    moves.toPrecision(2),
    `${ms.toPrecision(2)} ms`,
  ]),
)
console.log(`\n${table(['ten replicas', 'by', 'mean overlap', 'moves that it remembers', 'time'], rowsOf)}`)

const scaling = await threads(options.quick ?? false)
console.log(
  `\nFour chains of ReLU, N = 992: ${scaling.map(({ count, ms }) => `${ms.toFixed(0)} ms by ${count}`).join(', ')} threads`,
)

// ---- accuracy -------------------------------------------------------------------------------------------------------

const comparisons = references.flatMap(compare)
const missed = comparisons.filter(({ bound }) => !bound)
const cells = comparisons.map(({ what, value, claimedError, trueError, bound }) => [
  what,
  value.toPrecision(17),
  claimedError.toExponential(1),
  trueError.toExponential(1),
  bound ? '' : 'NOT A BOUND',
])
console.log(
  `\nAccuracy: ${references.length} rows of reference.json\n${table(['', 'value', 'claimed', 'true', ''], cells)}`,
)
console.log(
  missed.length === 0
    ? `\nAll ${comparisons.length} claimed errors are bounds.`
    : `\n${missed.length} of ${comparisons.length} claimed errors are exceeded:\n${missed.map(({ what, claimedError, trueError }) => `  ${what}: claimed ${claimedError.toExponential(1)}, true ${trueError.toExponential(1)}`).join('\n')}`,
)

if (options.json !== undefined) {
  const result = {
    date: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    repetitions,
    unit: 'ns',
    rows,
    ...(theory === undefined ? {} : { theory }),
    flips,
    coupled,
    scaling,
    scipy: typeof scipy === 'string' ? { run: false, reason: scipy } : { run: true, ratios },
    accuracy: comparisons,
  }
  writeFileSync(options.json, `${JSON.stringify(result, null, 1)}\n`)
}
if (touched()) process.exitCode = 1
