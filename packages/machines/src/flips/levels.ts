import { checkMachine, type Instance, invalid, wholeNumber } from '@gardner/core'
import { machineMargin } from '../instance.js'
import { storedFrom } from '../ties.js'

/**
 * g on the fields that ±1 weights and ±1 patterns can make, in whole numbers: with p of `fan` products positive,
 * λ = (2p − fan)/√fan and
 *
 *     g(λ) = quantum · table[p],      Δ = (quantum/√K) σ Σ_l c_l table[p_l]
 *
 * Sums of them are exact in any order. Where all values of g are multiples of one number (sign, ReLU, linear, leaky ReLU of a
 * rational slope) the table is exact, otherwise g is rounded to a share of 2⁻³⁰ of the largest sum: `error` bounds what that does to Δ.
 */
export interface Levels {
  readonly table: Int32Array
  readonly quantum: number
  /** The sums that are stored: σ Σ c_l table[p_l] ≥ threshold ⇔ Δ > κ, or Δ ≥ κ if ties are stored. */
  readonly threshold: number
  /** Absolute, of Δ. */
  readonly error: number
}

/** Sums stay below it, so that they and their differences are 32-bit numbers. */
const LARGEST_SUM = 2 ** 29

/** What values may miss a multiple by, relative to the largest value; and to what multiples of a difference they are tried. */
const SLACK = 1e-12
const MOST_PARTS = 64

export function levelsOf(machine: Pick<Instance, 'problem' | 'fan' | 'units' | 'ties'>): Levels {
  checkMachine(machine?.problem)
  const { problem, ties } = machine
  const fan = wholeNumber('fan', machine.fan, 1)
  const units = wholeNumber('units', machine.units, 1)
  const kappa = machineMargin(problem)
  const { activation } = problem
  const values = Float64Array.from({ length: fan + 1 }, (_, p) => activation.g((2 * p - fan) / Math.sqrt(fan)))
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!(largest > 0 && Number.isFinite(largest))) {
    throw invalid(`activation ${activation.name}`, `a largest value of ${largest}`, 'finite values that are not all 0')
  }
  const exact = commonMeasure(values, largest, units)
  const quantum = exact ?? largest / Math.floor(LARGEST_SUM / units)
  const table = Int32Array.from(values, (value) => Math.round(value / quantum))
  // beyond κ on a level or at it, whatever rounding makes of it
  const asked = (storedFrom(kappa, ties) * Math.sqrt(units)) / quantum
  // beyond what can be reached it does not matter by how much
  const most = units * table.reduce((largest, level) => Math.max(largest, Math.abs(level)), 0)
  return {
    table,
    quantum,
    // and −0 is 0
    threshold: Math.max(-most, Math.min(most + 1, Math.ceil(asked))) + 0,
    error: exact === undefined ? 0.5 * quantum * Math.sqrt(units) : 0,
  }
}

/** The number that all values are whole multiples of, if there is one that leaves the sums small. */
function commonMeasure(values: Float64Array, largest: number, units: number): number | undefined {
  let least = Infinity
  for (let p = 0; p < values.length; p++) {
    const size = Math.abs(values[p])
    if (size > SLACK * largest && size < least) least = size
  }
  for (let parts = 1; parts <= MOST_PARTS; parts++) {
    const measure = least / parts
    if ((largest / measure) * units > LARGEST_SUM) return undefined
    const multiples = values.every(
      (value) => Math.abs(value / measure - Math.round(value / measure)) * measure <= SLACK * largest,
    )
    if (multiples) return measure
  }
  return undefined
}
