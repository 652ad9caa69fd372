import {
  type Activation,
  checkInstance,
  finite,
  type Instance,
  type InstanceOrigin,
  invalid,
  nonNegative,
  onlyKeys,
  type Patterns,
  type Problem,
  problem as problemOf,
  spelled,
  type Ties,
  unsuitable,
  type WeightPrior,
  wholeNumber,
} from '@gardner/core'
import { checkMachine, hasBinaryWeights, MOST_BYTES, machineMargin } from '../instance.js'
import { stride } from '../patterns.js'
import { decodeBase64, encodeBase64 } from './base64.js'
import { crc32c } from './crc32c.js'
import { checkUnused, decodeDoubles, decodeSigns, encodeDoubles, encodeSigns } from './signs.js'

const FORMAT = 'gardner-instance-2'

/** That of files without `ties`: patterns of Δ = κ were stored when they were written. */
const FORMAT_OF_STORED = 'gardner-instance-1'

/** What a user called the choices: `leaky-relu:0.2`. A file has no functions, only these names. */
export interface TypedNames {
  /** Default: the name, and of one with parameters `name:a,b,…`. */
  readonly activation?: string
  readonly weights?: string
}

/** What the names in a file stand for: that of a catalogue, or `{ activation: () => relu, weights: () => binary }`. */
export interface InstanceLookup {
  activation(typed: string): Activation
  weights(typed: string): WeightPrior
}

/** An instance as text, all that is needed to have it again; the format is described in docs/samplers/instance.md. */
export function encodeInstance(instance: Instance, typed: TypedNames = {}): string {
  checkInstance(instance)
  onlyKeys('encodeInstance', typed, ['activation', 'weights'])
  const { problem, inputs, units, wiring, patterns, labels, readout, ties, teacher, origin } = instance
  const bytes = patterns.kind === 'binary' ? inputs * Math.ceil(patterns.count / 8) : 8 * patterns.values.length
  if (bytes > MOST_TEXT) {
    throw unsuitable(`the patterns are ${bytes} bytes, too many for a file of text; keep the seed and make them again`)
  }
  const content = {
    format: FORMAT,
    problem: {
      activation: typedName('activation', typed.activation, problem.activation),
      weights: typedName('weights', typed.weights, problem.weights),
      ...described(problem),
    },
    inputs,
    units,
    wiring,
    count: patterns.count,
    ties,
    origin: { patterns: origin.patterns, labels: origin.labels, seed: origin.seed },
    readout: encodeSigns(readout),
    labels: encodeSigns(labels),
    ...(teacher === undefined
      ? {}
      : { teacher: hasBinaryWeights(problem) ? encodeSigns(teacher) : encodeDoubles(teacher) }),
    kind: patterns.kind,
    patterns: encodePatterns(patterns, inputs),
  }
  return `${JSON.stringify({ checksum: checksumOf(content), ...content }, undefined, 1)}\n`
}

/** What a string of JavaScript holds of base64, with some room. */
const MOST_TEXT = 3e8

/**
 * The instance of a text. `remark` is told what had to be assumed.
 *
 * @throws INVALID_OPTION if the text is cut off, was changed, has another version, is inconsistent, or its names stand for something else
 */
export function decodeInstance(text: string, lookup: InstanceLookup, remark?: (text: string) => void): Instance {
  const content = parsed(text)
  const inputs = wholeNumber('inputs of the instance file', content.inputs, 1)
  const units = wholeNumber('units of the instance file', content.units, 1)
  const count = wholeNumber('count of the instance file', content.count, 1)
  const { wiring, kind } = content
  if (wiring !== 'tree' && wiring !== 'full') throw invalid('wiring of the instance file', wiring, 'tree or full')
  if (kind !== 'binary' && kind !== 'real') throw invalid('kind of the instance file', kind, 'binary or real')
  if (wiring === 'tree' && inputs % units !== 0) {
    throw invalid('inputs of the instance file', inputs, `a multiple of the ${units} units of a tree`)
  }
  // before lengths are multiplied
  if (inputs * count > MOST_BYTES * 8 || inputs * units > MOST_BYTES / 8) {
    throw invalid(
      'instance file',
      `${inputs} inputs, ${units} units, ${count} patterns`,
      'a machine that fits into memory',
    )
  }
  const fan = wiring === 'tree' ? inputs / units : inputs
  const size = units * fan
  const problem = problemFrom(content.problem, lookup)
  checkMachine(problem, units, fan, kind === 'binary')
  const ties = tiesFrom(content)
  const origin = originFrom(content.origin)
  if ((content.teacher === undefined) === (origin.labels === 'teacher')) {
    throw invalid('teacher of the instance file', content.teacher, 'one where the labels are those of a teacher')
  }
  const readout = decodeSigns('readout', content.readout, units)
  const sum = readout.reduce((total, c) => total + c, 0)
  if (sum !== (problem.readout === 'uniform' ? units : 0)) {
    const expected = problem.readout === 'uniform' ? 'all of them +1' : 'half of them -1'
    throw invalid(
      'readout of the instance file',
      Array.from(readout),
      `${expected}, as ${problem.activation.name} needs`,
    )
  }
  const made = {
    problem,
    inputs,
    units,
    wiring,
    fan,
    size,
    patterns: decodePatterns(kind, content.patterns, inputs, count),
    labels: decodeSigns('labels', content.labels, count),
    readout,
    ties,
    origin,
  } as const
  if (content.format === FORMAT_OF_STORED) remark?.(STORED)
  if (content.teacher === undefined) return made
  return {
    ...made,
    teacher: hasBinaryWeights(problem)
      ? Float64Array.from(decodeSigns('teacher', content.teacher, size))
      : decodeDoubles('teacher', content.teacher, size),
  }
}

type Content = Readonly<Record<string, unknown>>

const KEYS = [
  'checksum',
  'format',
  'problem',
  'inputs',
  'units',
  'wiring',
  'count',
  'ties',
  'origin',
  'readout',
  'labels',
  'teacher',
  'kind',
  'patterns',
]

/** The content of a file of this version that nobody changed. */
function parsed(text: string): Content {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    const end = typeof text === 'string' ? text.slice(-20) : text
    throw invalid('instance file', end, 'a whole one: this is its end, and it is cut off or no JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('instance file', value, `an object of format ${FORMAT}`)
  }
  const file = value as Content
  if (file.format !== FORMAT && file.format !== FORMAT_OF_STORED) {
    throw invalid('format of the instance file', file.format, FORMAT)
  }
  const { checksum, ...content } = file
  const actual = checksumOf(content)
  if (checksum !== actual) {
    throw invalid(
      'checksum of the instance file',
      checksum,
      `${actual}, which is that of the content: the file was changed after it was written`,
    )
  }
  onlyKeys('instance file', file, KEYS)
  return file
}

/** CRC-32C of the content as JSON without white space, keys in order of their UTF-16 codes, in UTF-8. */
export function checksumOf(content: object): string {
  const text = JSON.stringify(content, (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return `crc32c:${crc32c(new TextEncoder().encode(text)).toString(16).padStart(8, '0')}`
}

function typedName(kind: string, typed: string | undefined, value: Activation | WeightPrior): string {
  if (typed !== undefined) {
    if (typeof typed !== 'string' || typed === '') throw invalid(kind, typed, `what ${value.name} was called`)
    return typed
  }
  return spelled(value)
}

/** What a problem turned out to be: the names have to stand for the same when they are looked up. */
function described(problem: Problem) {
  const { activation, weights, readout, alpha } = problem
  return {
    activationName: activation.name,
    ...(activation.parameters === undefined ? {} : { activationParameters: activation.parameters }),
    weightsName: weights.name,
    ...(weights.parameters === undefined ? {} : { weightsParameters: weights.parameters }),
    readout,
    margin: machineMargin(problem),
    ...(alpha === undefined ? {} : { alpha }),
  }
}

function problemFrom(stored: unknown, lookup: InstanceLookup): Problem {
  if (typeof stored !== 'object' || stored === null) throw invalid('problem of the instance file', stored, 'an object')
  const { activation, weights, ...description } = stored as Content
  if (typeof activation !== 'string' || typeof weights !== 'string') {
    throw invalid('problem of the instance file', stored, 'the names of an activation and of weights')
  }
  const { margin, alpha } = description
  const problem = problemOf({
    activation: lookup.activation(activation),
    weights: lookup.weights(weights),
    margin: finite('margin of the instance file', margin),
    ...(alpha === undefined ? {} : { alpha: nonNegative('alpha of the instance file', alpha) }),
  })
  const found = described(problem)
  if (checksumOf(found) !== checksumOf(description)) {
    throw invalid(
      `problem of ${activation} and ${weights}`,
      JSON.stringify(found),
      `what these names stood for when the instance file was written, ${JSON.stringify(description)}`,
    )
  }
  return problem
}

const STORED = 'the file does not say what Δ = κ counts as, so it counts as stored, as it did when the file was written'

function tiesFrom({ format, ties }: Content): Ties {
  if (format === FORMAT_OF_STORED && ties === undefined) return 'stored'
  if (format === FORMAT && (ties === 'errors' || ties === 'stored')) return ties
  throw invalid('ties of the instance file', ties, `errors or stored, from ${FORMAT} on`)
}

function originFrom(stored: unknown): InstanceOrigin {
  const { patterns, labels, seed } = (stored ?? {}) as Partial<InstanceOrigin>
  if (patterns !== 'binary' && patterns !== 'gaussian' && patterns !== 'given') {
    throw invalid('origin of the patterns in the instance file', patterns, 'binary, gaussian or given')
  }
  if (labels !== 'random' && labels !== 'teacher' && labels !== 'given') {
    throw invalid('origin of the labels in the instance file', labels, 'random, teacher or given')
  }
  return { patterns, labels, seed: wholeNumber('seed of the instance file', seed) }
}

/** Input after input, each in whole bytes if they are bits. */
function encodePatterns(patterns: Patterns, inputs: number): string {
  if (patterns.kind === 'real') return encodeDoubles(patterns.values)
  const { count, stride, words } = patterns
  const length = Math.ceil(count / 8)
  const bytes = new Uint8Array(inputs * length)
  for (let i = 0; i < inputs; i++) {
    for (let b = 0; b < length; b++) bytes[i * length + b] = words[i * stride + (b >>> 2)] >>> (8 * (b & 3))
  }
  return encodeBase64(bytes)
}

function decodePatterns(kind: 'binary' | 'real', text: unknown, inputs: number, count: number): Patterns {
  if (kind === 'real') return { kind, count, values: decodeDoubles('patterns', text, inputs * count) }
  const length = Math.ceil(count / 8)
  const bytes = decodeBase64('patterns', text, inputs * length)
  const column = stride(count)
  const words = new Uint32Array(inputs * column)
  for (let i = 0; i < inputs; i++) {
    const input = bytes.subarray(i * length, (i + 1) * length)
    checkUnused(`input ${i + 1} of the patterns`, input, count)
    for (let b = 0; b < length; b++) words[i * column + (b >>> 2)] |= input[b] << (8 * (b & 3))
  }
  return { kind, count, stride: column, words }
}
