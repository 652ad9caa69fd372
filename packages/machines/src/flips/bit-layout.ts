import type { Instance } from '@gardner/core'
import { affordable } from '../instance.js'
import { CLASS_COUNT } from './flips.js'
import type { Levels } from './levels.js'

/**
 * How bit-sliced replicas lie in memory, for the compiled code and its twin alike.
 *
 * A *plane* is a bit for each pattern. What a unit adds to σ Σ c_l table[p_l] depends on x' = σc (p − …), the number of positive
 * products counted from where g bends, with the sign that the label and the read-out give it; a flip moves it by one in every
 * pattern. x' is kept in two's complement, a plane for each binary digit, and so is the margin M: how many steps the sum is above the
 * threshold, negative for an error. From these follow masks:
 *
 *     steps of a unit   up by one, down by one, up by two, down by two: where a flip upwards or downwards moves M by that
 *     edges             M = −1, M = 0, M ∈ {−2, −1}, M ∈ {0, 1}
 *
 * and the change of the number of errors is a count of bits: with `up` the patterns where the flip goes upwards,
 *
 *     ΔE = |¬up ∧ B| − |up ∧ A|,     B = down₁ ∧ M₀ ∨ down₂ ∧ M₀₁,     A = up₁ ∧ M₋₁ ∨ up₂ ∧ M₋₂₋₁
 *
 * Between two accepted flips A and B stay what they are. So when a unit is asked for the first time A ∨ B and |B| are kept, and as long
 * as nothing is accepted
 *
 *     ΔE = |B| − |up ∧ (A ∨ B)|
 *
 * takes a third of the work.
 */
export interface BitLayout {
  readonly bytes: number
  readonly header: Uint32Array
  readonly mode: BitMode
  /** What one step of M is in the whole numbers of the table. */
  readonly step: number
}

/** g is linear; a step at 0; 0 below 0 and linear above it, for an odd or an even number of inputs. */
export type BitMode = 'line' | 'step' | 'ramp' | 'even-ramp'
export const bitModes: readonly BitMode[] = ['line', 'step', 'ramp', 'even-ramp']

/**
 * Places in the header, in words. `watched` is A ∨ B of each unit, `broken` |B|, and `versions` the number of accepted flips that
 * these are of, behind that of the replica.
 */
export const HEADER = {
  blocks: 0,
  mode: 1,
  fan: 2,
  size: 3,
  fieldPlanes: 4,
  marginPlanes: 5,
  full: 6,
  patterns: 7,
  follow: 8,
  columns: 9,
  gauges: 10,
  valid: 11,
  readout: 12,
  unitOf: 13,
  classes: 14,
  ratios: 15,
  boltzmann: 16,
  random: 17,
  energies: 18,
  replicas: 19,
  replicaBytes: 20,
  spins: 21,
  fields: 22,
  steps: 23,
  margins: 24,
  edges: 25,
  watched: 26,
  broken: 27,
  versions: 28,
  order: 29,
  ranks: 30,
  starts: 31,
  downs: 32,
  eithers: 33,
} as const

const HEADER_BYTES = 144

/** Masks of steps that a unit has. */
export const stepMasks: Readonly<Record<BitMode, number>> = { line: 0, step: 2, ramp: 4, 'even-ramp': 2 }

/** The bend of g that makes bits enough, or undefined: then flips are by tables. */
export function bitModeOf({ table }: Levels): { readonly mode: BitMode; readonly step: number } | undefined {
  const fan = table.length - 1
  const differences = Array.from({ length: fan }, (_, p) => table[p + 1] - table[p])
  const last = differences[fan - 1]
  const middle = (fan - 1) / 2
  const all = (expected: (p: number) => number, step: number) =>
    step > 0 && differences.every((difference, p) => difference === step * expected(p))
  if (all(() => 1, last)) return { mode: 'line', step: last }
  if (fan % 2 === 1) {
    const jump = differences[middle]
    if (all((p) => (p === middle ? 1 : 0), jump)) return { mode: 'step', step: jump }
    if (all((p) => (p < middle ? 0 : p === middle ? 1 : 2), jump)) return { mode: 'ramp', step: jump }
  } else if (all((p) => (p < fan / 2 ? 0 : 1), last)) return { mode: 'even-ramp', step: last }
  return undefined
}

/** Binary digits of a two's complement number from −size to size, with room for one step more. */
const digits = (size: number): number => Math.ceil(Math.log2(size + 2)) + 1

/** The plan of so many replicas; nothing is allocated. */
export function bitLayout(instance: Instance, levels: Levels, replicas: number): BitLayout | undefined {
  const { patterns, fan, size, units, inputs, wiring } = instance
  const found = bitModeOf(levels)
  if (patterns.kind !== 'binary' || found === undefined) return undefined
  const { mode, step } = found
  const { table, threshold } = levels
  const largest = table.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const plane = patterns.stride * 4
  const header = new Uint32Array(HEADER_BYTES / 4)
  let bytes = HEADER_BYTES
  const place = (length: number): number => {
    const from = bytes
    bytes += Math.ceil(length / 16) * 16
    return from
  }
  const fieldPlanes = mode === 'line' ? 0 : digits(Math.ceil(fan / 2))
  const marginPlanes = digits(Math.ceil((units * largest + Math.abs(threshold)) / step))
  Object.assign(header, {
    [HEADER.blocks]: patterns.stride / 4,
    [HEADER.mode]: bitModes.indexOf(mode),
    [HEADER.fan]: fan,
    [HEADER.size]: size,
    [HEADER.fieldPlanes]: fieldPlanes,
    [HEADER.marginPlanes]: marginPlanes,
    [HEADER.full]: wiring === 'full' ? 1 : 0,
    [HEADER.patterns]: patterns.count,
    [HEADER.gauges]: place(2 * plane),
    [HEADER.valid]: place(plane),
    [HEADER.readout]: place(units),
    [HEADER.unitOf]: place(4 * size),
    [HEADER.classes]: place(size),
    [HEADER.ratios]: place(16 * CLASS_COUNT),
    [HEADER.boltzmann]: place(8 * (2 * patterns.count + 1)),
    [HEADER.random]: place(16),
    [HEADER.energies]: place(4 * replicas),
    [HEADER.order]: place(4 * size),
    [HEADER.ranks]: place(4 * size),
    [HEADER.starts]: place(4 * (replicas + 2)),
    [HEADER.downs]: place(8 * CLASS_COUNT),
    [HEADER.eithers]: place(8 * CLASS_COUNT),
    [HEADER.columns]: place(inputs * plane),
  })
  const first = bytes
  // places within a replica
  bytes = 0
  Object.assign(header, {
    [HEADER.spins]: place(size),
    [HEADER.fields]: place(units * fieldPlanes * plane),
    [HEADER.steps]: place(units * stepMasks[mode] * plane),
    [HEADER.margins]: place(marginPlanes * plane),
    [HEADER.edges]: place(4 * plane),
    [HEADER.watched]: place(units * plane),
    [HEADER.broken]: place(4 * units),
    [HEADER.versions]: place(4 * (units + 1)),
  })
  header[HEADER.replicas] = first
  header[HEADER.replicaBytes] = bytes
  const total = first + replicas * bytes
  affordable(`${replicas} replicas`, total, 'fewer of them or fewer patterns')
  return { bytes: total, header, mode, step }
}
