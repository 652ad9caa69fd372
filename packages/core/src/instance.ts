import { invalid } from './input/error.js'
import { wholeNumber } from './input/option.js'
import type { Problem } from './machine.js'
import { checkProblem } from './problem.js'

/**
 * How units see the inputs. `tree`: each its own N/K of them, N weights in all. `full`: each all N, KN weights.
 */
export type Wiring = 'tree' | 'full'

/** ±1 patterns as bit columns: input i of pattern μ is bit μ mod 32 of `words[i · stride + ⌊μ/32⌋]`, set for +1. */
export interface BinaryPatterns {
  readonly kind: 'binary'
  /** P */
  readonly count: number
  /** Words of a column: whole blocks of 128 patterns. The bits beyond P are 0. */
  readonly stride: number
  readonly words: Uint32Array
}

/** Real patterns: input i of pattern μ is `values[i · count + μ]`. */
export interface RealPatterns {
  readonly kind: 'real'
  readonly count: number
  readonly values: Float64Array
}

export type Patterns = BinaryPatterns | RealPatterns

/**
 * What a pattern of Δ = κ exactly counts as. `errors`: stored means Δ > κ. `stored`: it means Δ ≥ κ. The theory knows no such patterns; with
 * ±1 weights and few units they are many.
 */
export type Ties = 'errors' | 'stored'

export const tiesKinds: readonly Ties[] = ['errors', 'stored']

/**
 * A problem at finite size: patterns ξ and labels σ for a machine of K units and N inputs.
 *
 *     λ_l = Σ_i W_li ξ_i / √fan,     Δ^μ = σ^μ (1/√K) Σ_l c_l g(λ_l^μ)
 *
 * Weight i of unit l is number l · fan + i of a weight vector. W = ±1, or Σ_i W_li² = fan in every unit. Plain data but for
 * the problem.
 */
export interface Instance {
  readonly problem: Problem
  /** N */
  readonly inputs: number
  /** K */
  readonly units: number
  readonly wiring: Wiring
  /** Inputs of a unit: N/K of a tree, N if fully connected. */
  readonly fan: number
  /** How many weights there are, K · fan. The load is α = P/size. */
  readonly size: number
  readonly patterns: Patterns
  /** σ^μ = ±1 */
  readonly labels: Int8Array
  /** c_l = ±1 */
  readonly readout: Int8Array
  /** What Δ^μ = κ counts as, in costs, errors, histograms and, with κ = 0, in robustness. */
  readonly ties: Ties
  /** The weights that made the labels. */
  readonly teacher?: Float64Array
  readonly origin: InstanceOrigin
}

/** Where an instance comes from: with the problem, N, K and the wiring it can be made again, unless something was given. */
export interface InstanceOrigin {
  readonly patterns: 'binary' | 'gaussian' | 'given'
  readonly labels: 'random' | 'teacher' | 'given'
  readonly seed: number
}

/**
 * Checks that a value passed as an instance is one, and that its parts have the sizes they say. Every function that takes an instance calls it
 * first.
 *
 * @throws INVALID_OPTION
 */
export function checkInstance(value: unknown): void {
  const instance = (value ?? {}) as Instance
  const { patterns, labels, readout, ties } = instance
  if (typeof patterns !== 'object' || patterns === null) {
    throw invalid('instance', value, 'an instance; make one with instance({ problem, inputs, units, seed })')
  }
  checkProblem(instance.problem)
  const inputs = wholeNumber('inputs of the instance', instance.inputs, 1)
  const units = wholeNumber('units of the instance', instance.units, 1)
  const fan = wholeNumber('fan of the instance', instance.fan, 1)
  if (instance.size !== units * fan) {
    throw invalid('size of the instance', instance.size, `${units * fan}: units times fan`)
  }
  const count = wholeNumber('count of the patterns', patterns.count, 1)
  if (patterns.kind === 'binary') sized('words of the patterns', patterns.words, inputs * patterns.stride)
  else if (patterns.kind === 'real') sized('values of the patterns', patterns.values, inputs * count)
  else throw invalid('kind of the patterns', (patterns as Patterns).kind, 'binary or real')
  sized('labels', labels, count)
  sized('readout', readout, units)
  if (!tiesKinds.includes(ties)) throw invalid('ties', ties, tiesKinds.join(' or '))
}

function sized(name: string, list: ArrayLike<number> | undefined, length: number): void {
  if (list?.length !== length) throw invalid(`${name} of the instance`, `${list?.length} of them`, `${length}`)
}
