import {
  checkMachine,
  type Instance,
  type InstanceOrigin,
  invalid,
  loadIn,
  loadOf,
  type Machine,
  marginOf,
  onlyKeys,
  type Problem,
  type Ties,
  unsuitable,
  type Wiring,
  wholeNumber,
} from '@gardner/core'
import { fieldsOf } from './fields.js'
import {
  checkGiven,
  type GivenPatterns,
  givenLabels,
  isBinary,
  randomNormals,
  randomSigns,
  replace,
  stride,
  takenOver,
} from './patterns.js'
import { Random, seeded } from './random.js'
import { ROUNDING } from './ties.js'

/** A machine and the patterns it is to store: as many as the load says, or those that are given. */
export interface InstanceOptions {
  readonly problem: Problem
  /** N */
  readonly inputs: number
  /** K */
  readonly units: number
  readonly seed: number
  /** Default: tree. */
  readonly wiring?: Wiring
  /** ±1 with equal probability (`binary`, the default), standard normal, or those of the user. */
  readonly patterns?: 'binary' | 'gaussian' | GivenPatterns
  /** Default: random, and of given patterns those that come with them. */
  readonly labels?: 'random' | 'teacher'
  /** What a pattern of Δ = κ counts as: an error (default), or stored. */
  readonly ties?: Ties
}

/** A machine and given patterns, which make the load. */
export interface GivenInstanceOptions extends Omit<InstanceOptions, 'problem' | 'patterns'> {
  readonly problem: Machine
  readonly patterns: GivenPatterns
}

/** Bytes beyond which a machine is refused: addresses of compiled code are 32-bit numbers. */
export const MOST_BYTES = 2 ** 32

const STREAM = { patterns: 1, labels: 2, teacher: 3, redrawn: 4 }

/**
 * The instance that belongs to a problem, N, K and a seed; the same on every machine. P = αN of a tree and αKN if fully connected,
 * rounded.
 *
 * @throws INVALID_OPTION; UNSUITABLE for weights or constraints that have no finite machine here, sizes that let fields or
 * outputs vanish by parity, patterns that would not fit into memory, and teachers that cannot label them
 */
export function instance(options: InstanceOptions | GivenInstanceOptions): Instance {
  if (typeof options !== 'object' || options === null) throw invalid('instance', options, '{ problem, inputs, … }')
  onlyKeys('instance', options, ['problem', 'inputs', 'units', 'seed', 'wiring', 'patterns', 'labels', 'ties'])
  const { problem, wiring = 'tree', patterns: wanted = 'binary', ties = 'errors' } = options
  checkMachine(problem)
  const inputs = wholeNumber('inputs', options.inputs, 1)
  const units = wholeNumber('units', options.units, 1)
  const seed = wholeNumber('seed', options.seed)
  const given = typeof wanted === 'object' && wanted !== null ? wanted : undefined
  if (given === undefined && wanted !== 'binary' && wanted !== 'gaussian') {
    throw invalid('patterns', wanted, 'binary, gaussian or { count, inputs, values }')
  }
  if (given !== undefined) checkGiven(given)
  if (wiring !== 'tree' && wiring !== 'full') throw invalid('wiring', wiring, 'tree or full')
  if (ties !== 'errors' && ties !== 'stored') throw invalid('ties', ties, 'errors or stored')
  if (wiring === 'tree' && inputs % units !== 0) {
    throw invalid('inputs', inputs, `a multiple of the ${units} units of a tree: ${nearestMultiple(inputs, units)}`)
  }
  const fan = wiring === 'tree' ? inputs / units : inputs
  const size = units * fan
  const count = given === undefined ? Math.round(loadOf(problem) * size) : wholeNumber('count', given.count, 1)
  if (count < 1) {
    throw invalid('alpha', loadIn(problem), `a load of at least ${1 / size}, which is one pattern`)
  }
  const { labels = given?.labels === undefined ? 'random' : 'given' } = options
  if (options.labels !== undefined && labels !== 'random' && labels !== 'teacher') {
    throw invalid('labels', labels, 'random or teacher')
  }
  if (labels !== 'given' && given?.labels !== undefined) {
    throw invalid('labels', labels, 'no labels, since the patterns come with their own')
  }
  const kind = given === undefined ? wanted : isBinary(given) ? 'binary' : 'real'
  checkFinite(problem, units, fan, kind === 'binary')
  const bytes = 8 * size + inputs * (kind === 'binary' ? 4 * stride(count) : 8 * count)
  affordable('patterns and weights', bytes, 'fewer inputs or a smaller load')

  const patterns =
    given !== undefined
      ? takenOver(given, inputs, kind === 'binary')
      : wanted === 'binary'
        ? randomSigns(inputs, count, new Random(seeded(seed, STREAM.patterns)))
        : randomNormals(inputs, count, new Random(seeded(seed, STREAM.patterns)))
  const origin: InstanceOrigin = { patterns: given === undefined ? (wanted as 'binary') : 'given', labels, seed }
  // only where it was computed: a load that was asked for is not exactly P/N
  const made = {
    problem: given === undefined ? (problem as Problem) : problem.at({ alpha: count / size }),
    inputs,
    units,
    wiring,
    fan,
    size,
    patterns,
    readout: readoutOf(problem, units),
    ties,
    origin,
  }
  if (labels === 'given') return { ...made, labels: givenLabels(given as GivenPatterns) }
  if (labels === 'random') return { ...made, labels: randomLabels(count, seed) }
  const teacher = randomWeights(made, new Random(seeded(seed, STREAM.teacher)))
  return taught({ ...made, labels: new Int8Array(count).fill(1) }, teacher)
}

/** New patterns in place of one whose output is 0, before that is given up. */
const MOST_REDRAWN = 1000

/** The instance with the labels of a teacher. Patterns that it gives an output of 0, which has no sign, are drawn again. */
function taught(unlabelled: Instance, teacher: Float64Array): Instance {
  const { patterns, inputs, origin, problem, ties } = unlabelled
  const outputs = fieldsOf(unlabelled, teacher).stabilities
  const random = new Random(seeded(origin.seed, STREAM.redrawn))
  for (let mu = 0; mu < patterns.count; mu++) {
    for (let drawn = 0; Math.abs(outputs[mu]) <= ROUNDING; drawn++) {
      if (origin.patterns === 'given') {
        // stored with either label
        if (ties === 'stored') break
        throw unsuitable(
          `the teacher has an output of 0 for pattern ${mu + 1}, which has no sign; use another seed, or ties stored`,
        )
      }
      if (drawn === MOST_REDRAWN) {
        throw unsuitable(`teachers of ${problem.activation.name} have outputs of 0 again and again; use more units`)
      }
      const other = origin.patterns === 'gaussian' ? randomNormals(inputs, 1, random) : randomSigns(inputs, 1, random)
      replace(patterns, mu, inputs, other)
      const alone = { ...unlabelled, patterns: other, labels: Int8Array.of(1) }
      outputs[mu] = fieldsOf(alone, teacher).stabilities[0]
    }
  }
  return { ...unlabelled, teacher, labels: Int8Array.from(outputs, (output) => (output < 0 ? -1 : 1)) }
}

/** Random weights of an instance: ±1, or uniform on the sphere of each unit. */
export function randomWeights(machine: Pick<Instance, 'problem' | 'size' | 'fan'>, random: Random): Float64Array {
  checkSizes(machine)
  const { problem, size, fan } = machine
  if (problem.weights.kind !== 'sphere')
    return Float64Array.from({ length: size }, () => (random.word() >>> 31 ? 1 : -1))
  const weights = Float64Array.from({ length: size }, () => random.normal())
  for (let from = 0; from < size; from += fan) ontoSphere(weights.subarray(from, from + fan))
  return weights
}

/** Checks the machine of an instance, without its patterns. */
export function checkSizes(machine: Pick<Instance, 'problem' | 'size' | 'fan'>): void {
  checkMachine(machine?.problem)
  const fan = wholeNumber('fan', machine.fan, 1)
  const size = wholeNumber('size', machine.size, 1)
  if (machine.problem.weights.kind === 'sphere' && size % fan !== 0) {
    throw invalid('size', size, `a multiple of the ${fan} inputs of a unit`)
  }
}

/** Scales the weights of a unit to Σ W² = fan. */
export function ontoSphere(unit: Float64Array): void {
  let square = 0
  for (const w of unit) square += w * w
  const scale = Math.sqrt(unit.length / square)
  for (let i = 0; i < unit.length; i++) unit[i] *= scale
}

/** Are the weights ±1? A prior is known by what it does, not by its name. */
export function hasBinaryWeights(problem: Machine): boolean {
  checkMachine(problem)
  const { weights } = problem
  return weights.kind === 'site' && weights.unitNorm && weights.even && weights.counting
}

/** The margin κ of a problem that has one. */
export function machineMargin({ constraint }: Machine): number {
  const kappa = marginOf(constraint)
  if (kappa === undefined) {
    throw unsuitable(`finite machines need a margin, and ${constraint.name} is another constraint; use margin`)
  }
  return kappa
}

/** c: all +1, or half of them −1 where g has a mean. */
function readoutOf({ readout }: Machine, units: number): Int8Array {
  return Int8Array.from({ length: units }, (_, l) => (readout === 'uniform' || l < units / 2 ? 1 : -1))
}

/** Is there a finite machine of such units: weights and constraint, a balanced read-out, no fields or outputs of 0 by parity. */
export function checkFinite(problem: Machine, units: number, fan: number, binaryPatterns: boolean): void {
  const { activation, weights, readout } = problem
  const kappa = machineMargin(problem)
  if (weights.kind !== 'sphere' && !hasBinaryWeights(problem)) {
    throw unsuitable(`weights ${weights.name} have no finite machine here; use binary or spherical`)
  }
  if (readout === 'balanced' && units % 2 !== 0) {
    throw unsuitable(
      `${units} units cannot balance ${activation.name}, whose mean is not 0: half of the read-out is −1; use an even number`,
    )
  }
  const g = (u: number) => activation.g(u)
  const jumpsAtZero = Math.abs(g(1e-9) - g(-1e-9)) > 1e-6
  if (hasBinaryWeights(problem) && binaryPatterns && fan % 2 === 0 && jumpsAtZero) {
    throw unsuitable(
      `units of ${fan} inputs can have fields of 0, where ${activation.name} jumps; use an odd number of inputs for each unit`,
    )
  }
  const twoValued = jumpsAtZero && [0.1, 1, 3].every((u) => g(u) === g(1e-9) && g(-u) === g(-1e-9) && g(u) === -g(-u))
  if (twoValued && readout === 'uniform' && units % 2 === 0 && kappa === 0) {
    throw unsuitable(`${units} units of ${activation.name} can have an output of 0; use an odd number of units`)
  }
}

/** Refuses what takes more memory than is allowed, before it is allocated. */
export function affordable(what: string, bytes: number, instead: string): void {
  if (bytes <= MOST_BYTES) return
  const gigabytes = (value: number) => (value / 2 ** 30).toPrecision(3)
  throw unsuitable(
    `${what} would take ${gigabytes(bytes)} GiB of memory, more than the ${gigabytes(MOST_BYTES)} that are allowed; use ${instead}`,
  )
}

const nearestMultiple = (inputs: number, units: number): string => {
  const below = Math.floor(inputs / units) * units
  return below === 0 ? `${units}` : `${below} or ${below + units}`
}

function randomLabels(count: number, seed: number): Int8Array {
  const random = new Random(seeded(seed, STREAM.labels))
  return Int8Array.from({ length: count }, () => (random.word() >>> 31 ? 1 : -1))
}
