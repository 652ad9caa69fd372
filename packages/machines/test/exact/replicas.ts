import { linear, relu, sign } from '@gardner/activations'
import type { Instance } from '@gardner/core'
import { type Flips, Random, randomWeights, seeded } from '../../src/index.js'
import type { Plan } from './machines.js'

const full = { wiring: 'full' } as const
const stored = { ties: 'stored' } as const
export const machines: readonly [string, Plan][] = [
  ['step, tree', { activation: sign, inputs: 45, units: 5, patterns: 60 }],
  ['step, full', { activation: sign, inputs: 15, units: 3, patterns: 200, options: full }],
  ['step, tree, ties stored', { activation: sign, inputs: 45, units: 5, patterns: 60, options: stored }],
  [
    'step, full, ties stored',
    { activation: sign, inputs: 15, units: 3, patterns: 200, options: { ...full, ...stored } },
  ],
  ['step, one unit', { activation: sign, inputs: 51, units: 1, patterns: 131 }],
  ['line', { activation: linear, inputs: 51, units: 1, patterns: 45 }],
  ['line, full', { activation: linear, inputs: 10, units: 3, patterns: 33, margin: 0.4, options: full }],
  ['ramp, tree', { activation: relu, inputs: 66, units: 6, patterns: 90 }],
  ['ramp, full', { activation: relu, inputs: 9, units: 4, patterns: 129, margin: 0.3, options: full }],
  ['even ramp, tree', { activation: relu, inputs: 64, units: 8, patterns: 128 }],
  ['even ramp, full', { activation: relu, inputs: 12, units: 2, patterns: 97, margin: -0.2, options: full }],
  ['line, margin on a level', { activation: linear, inputs: 9, units: 1, patterns: 45, margin: 1 / 3 }],
  [
    'line, margin on a level, ties stored',
    { activation: linear, inputs: 9, units: 1, patterns: 45, margin: 1 / 3, options: stored },
  ],
  ['ramp, tree, ties stored', { activation: relu, inputs: 66, units: 6, patterns: 90, options: stored }],
  ['even ramp, tree, ties stored', { activation: relu, inputs: 64, units: 8, patterns: 128, options: stored }],
  ['more than 31 blocks', { activation: relu, inputs: 6, units: 2, patterns: 8200 }],
]
export const three = 3

export function loaded<T extends { load(a: number, weights: Float64Array): void }>(target: T, instance: Instance): T {
  const random = new Random(seeded(4))
  for (let a = 0; a < three; a++) target.load(a, randomWeights(instance, random))
  return target
}

export const text = (array: Float64Array | Uint8Array | Uint32Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

/** Everything about a kernel that can be seen, to the last bit. */
export function seen(flips: Flips, random: Random) {
  const replicas = Array.from({ length: flips.replicas }, (_, a) => a)
  return {
    weights: replicas.map((a) => text(flips.weights(a))),
    energies: replicas.map((a) => flips.energy(a)),
    stabilities: replicas.map((a) => text(flips.stabilities(a))),
    changes: replicas.map((a) => Array.from({ length: flips.size }, (_, i) => flips.delta(a, i)).join()),
    classes: text(flips.classes),
    random: text(random.state),
  }
}
