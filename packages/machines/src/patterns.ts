import { invalid, onlyKeys, type Patterns } from '@gardner/core'
import type { Random } from './random.js'

/** Patterns of a user, P rows of N numbers, and their labels if there are any. */
export interface GivenPatterns {
  readonly count: number
  readonly inputs: number
  /** Row after row. */
  readonly values: ArrayLike<number>
  readonly labels?: ArrayLike<number>
}

/** Words of a column of P bits: whole blocks of 128. */
export const stride = (count: number): number => 4 * Math.ceil(count / 128)

/** ±1 with equal probability. */
export function randomSigns(inputs: number, count: number, random: Random): Patterns {
  const words = new Uint32Array(inputs * stride(count))
  const whole = Math.ceil(count / 32)
  const rest = count % 32 === 0 ? 0xffffffff : 2 ** (count % 32) - 1
  for (let i = 0; i < inputs; i++) {
    const from = i * stride(count)
    for (let w = 0; w < whole; w++) words[from + w] = random.word()
    words[from + whole - 1] &= rest
  }
  return { kind: 'binary', count, stride: stride(count), words }
}

/** Standard normal numbers. */
export function randomNormals(inputs: number, count: number, random: Random): Patterns {
  const values = new Float64Array(inputs * count)
  for (let k = 0; k < values.length; k++) values[k] = random.normal()
  return { kind: 'real', count, values }
}

/** Puts another pattern in the place of number μ. */
export function replace(patterns: Patterns, mu: number, inputs: number, other: Patterns): void {
  for (let i = 0; i < inputs; i++) {
    if (patterns.kind === 'real' && other.kind === 'real') patterns.values[i * patterns.count + mu] = other.values[i]
    if (patterns.kind === 'binary' && other.kind === 'binary') {
      const at = i * patterns.stride + (mu >>> 5)
      const bit = 1 << (mu & 31)
      patterns.words[at] = other.words[i * other.stride] ? patterns.words[at] | bit : patterns.words[at] & ~bit
    }
  }
}

/** Checks the patterns of a user, not their numbers. */
export function checkGiven(given: GivenPatterns): void {
  onlyKeys('patterns', given, ['count', 'inputs', 'values', 'labels'])
  const isList = (list: unknown) => typeof (list as ArrayLike<number> | undefined)?.length === 'number'
  if (!isList(given.values)) throw invalid('values of the patterns', given.values, 'a list of numbers, row after row')
  if (given.labels !== undefined && !isList(given.labels)) throw invalid('labels', given.labels, 'a list of 1 and −1')
}

/** Are all numbers ±1? */
export function isBinary({ values }: GivenPatterns): boolean {
  for (let k = 0; k < values.length; k++) if (values[k] !== 1 && values[k] !== -1) return false
  return true
}

/** The patterns of a user as columns, with every number checked. */
export function takenOver({ count, inputs, values }: GivenPatterns, expected: number, binary: boolean): Patterns {
  if (inputs !== expected) throw invalid('patterns', `rows of ${inputs} numbers`, `${expected}, one for each input`)
  if (values.length !== count * inputs) {
    throw invalid('patterns', `${values.length} numbers`, `${count} rows of ${inputs}`)
  }
  const words = new Uint32Array(binary ? inputs * stride(count) : 0)
  const columns = new Float64Array(binary ? 0 : inputs * count)
  for (let mu = 0; mu < count; mu++) {
    for (let i = 0; i < inputs; i++) {
      const value = values[mu * inputs + i]
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        throw invalid(`input ${i + 1} of pattern ${mu + 1}`, value, 'a finite number')
      }
      if (!binary) columns[i * count + mu] = value
      else if (value > 0) words[i * stride(count) + (mu >>> 5)] |= 1 << (mu & 31)
    }
  }
  return binary ? { kind: 'binary', count, stride: stride(count), words } : { kind: 'real', count, values: columns }
}

/** The labels of a user, checked. */
export function givenLabels({ labels = [], count }: GivenPatterns): Int8Array {
  if (labels.length !== count) throw invalid('labels', `${labels.length} of them`, `${count}, one for each pattern`)
  return Int8Array.from(labels, (label, mu) => {
    if (label !== 1 && label !== -1) throw invalid(`label of pattern ${mu + 1}`, label, '1 or −1')
    return label
  })
}
