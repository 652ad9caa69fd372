import {
  checkInstance,
  type Instance,
  type InstanceOrigin,
  invalid,
  onlyKeys,
  type Patterns,
  type Ties,
  unsuitable,
  wholeNumber,
} from '@gardner/core'
import { checkFinite, hasBinaryWeights, MOST_BYTES } from '../instance.js'
import { stride } from '../patterns.js'
import { decodeBase64, encodeBase64 } from './base64.js'
import { checksumOf } from './checksum.js'
import { checkUnused, decodeDoubles, decodeSigns, encodeDoubles, encodeSigns } from './signs.js'
import { type ProblemLookup, problemFrom, storedProblem } from './stored-problem.js'

const FORMAT = 'gardner-instance-3'

/** That of Gardner 0.1.0. */
const FORMAT_OF_TYPED = 'gardner-instance-2'

/** The one before, of files without `ties`: patterns of Δ = κ were stored when they were written. */
const FORMAT_OF_STORED = 'gardner-instance-1'

const formats: readonly unknown[] = [FORMAT, FORMAT_OF_TYPED, FORMAT_OF_STORED]

/**
 * An instance as text: everything that is needed to have it again. The format is described in docs/samplers/instance.md.
 *
 * A file holds no functions. The activation and the weights are stored by the names from which a catalogue makes them
 * (`problemSpec` of the core): `relu`, `leaky-relu:0.2`.
 *
 * @returns JSON of format `gardner-instance-3`, with a checksum
 * @throws INVALID_OPTION if it is no instance; UNSUITABLE if its patterns take more than 300 MB, for which it has no room
 * @example await writeFile('machine.json', encodeInstance(machine))
 */
export function encodeInstance(instance: Instance): string {
  checkInstance(instance)
  const { problem, inputs, units, wiring, patterns, labels, readout, ties, teacher, origin } = instance
  const bytes = patterns.kind === 'binary' ? inputs * Math.ceil(patterns.count / 8) : 8 * patterns.values.length
  if (bytes > MOST_TEXT) {
    throw unsuitable(`the patterns are ${bytes} bytes, too many for a file of text; keep the seed and make them again`)
  }
  const content = {
    format: FORMAT,
    problem: storedProblem(problem),
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
 * The instance of a text that {@link encodeInstance} wrote, of this version or of 0.1.0.
 *
 * @param lookup makes the problem from the names in the file: a catalogue, or an object with one function `problem`
 * @param remark is called with a sentence for each assumption about a file of an early version (default: nobody is told)
 * @throws INVALID_OPTION if the text is cut off, was changed, has another version, is inconsistent, or its names stand for
 * something else by now; UNKNOWN_NAME from a catalogue that has no such activation or weights
 * @example decodeInstance(text, catalogue)
 * @example decodeInstance(text, { problem: ({ margin, alpha }) => problem({ activation: relu, weights: binary, margin, alpha }) })
 */
export function decodeInstance(text: string, lookup: ProblemLookup, remark?: (text: string) => void): Instance {
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
  const problem = problemFrom(content.problem, lookup, content.format === FORMAT)
  checkFinite(problem, units, fan, kind === 'binary')
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
  if (!formats.includes(file.format)) {
    throw invalid('format of the instance file', file.format, `${FORMAT}, or ${FORMAT_OF_TYPED} of Gardner 0.1.0`)
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

const STORED = 'the file does not say what Δ = κ counts as, so it counts as stored, as it did when the file was written'

function tiesFrom({ format, ties }: Content): Ties {
  if (format === FORMAT_OF_STORED && ties === undefined) return 'stored'
  if (format !== FORMAT_OF_STORED && (ties === 'errors' || ties === 'stored')) return ties
  throw invalid('ties of the instance file', ties, `errors or stored, from ${FORMAT_OF_TYPED} on`)
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
