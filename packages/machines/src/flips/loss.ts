import { type Cost, costOf } from '@gardner/core'

/**
 * A cost as a function of whole-number sums: loss(s) for s = (Δ − κ) in units of `unit`. Errors and deficits are computed; the
 * cross-entropy is read off a table with linear interpolation, whose nodes are so close that it is off by less than 1e-9 of the
 * temperature.
 */
export type Loss = (excess: number) => number

/** |f''| h²/8 ≤ 1e-9 T with f'' ≤ 1/(4T): h = 1.7e-4 T. Beyond 40 T the cost is 0 or linear to double precision. */
const NODES_PER_TEMPERATURE = 8192
const REACH = 40

export function lossOf(cost: Cost, unit: number): Loss {
  if (cost.kind === 'errors') return (excess) => (excess < 0 ? 1 : 0)
  if (cost.kind === 'deficit') return (excess) => (excess < 0 ? -excess * unit : 0)
  const { temperature } = cost
  const table = crossEntropy()
  const scale = unit / temperature
  return (excess) => {
    const x = -excess * scale
    if (x >= REACH) return x * temperature
    if (x <= -REACH) return 0
    const at = (x + REACH) * NODES_PER_TEMPERATURE
    const node = Math.floor(at)
    return temperature * (table[node] + (at - node) * (table[node + 1] - table[node]))
  }
}

let shared: Float64Array | undefined

/** log(1 + e^x) from −REACH to REACH. */
function crossEntropy(): Float64Array {
  shared ??= Float64Array.from({ length: 2 * REACH * NODES_PER_TEMPERATURE + 2 }, (_, k) =>
    costOf({ kind: 'cross-entropy', temperature: 1 }, k / NODES_PER_TEMPERATURE - REACH),
  )
  return shared
}
