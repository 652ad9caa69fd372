import { checkInstance, type Instance, unsuitable } from '@gardner/core'
import type { Random } from '../random.js'
import { type BitLayout, bitLayout, HEADER } from './bit-layout.js'
import { BitMemory } from './bit-memory.js'
import { type BitOperations, bitTwin } from './bit-twin.js'
import { compiledBits } from './compiled-bits.js'
import type { Flips, Interaction, SiteGroups } from './flips.js'
import { levelsOf } from './levels.js'

/** Products with ratios of interaction weights stay finite below it. */
const LARGEST_FACTOR = 1e150

/** Which of the two does the work: the same to the last bit. `compiled` needs WebAssembly with SIMD. */
export type BitEngine = 'compiled' | 'twin'

/**
 * Bit-sliced flips: ±1 weights and patterns, the number of errors, and a g that is linear, a step at 0, or a ramp from 0.
 * Cost of a proposal: P/128 blocks, some ten instructions each; of an accepted one some five times that. Undefined where
 * the machine is another one.
 */
export function bitFlips(instance: Instance, replicas: number, engine?: BitEngine): Flips | undefined {
  const machine = bitMachine(instance, replicas, engine)
  return machine === undefined ? undefined : flipsOn(machine, replicas)
}

/** Bit-sliced replicas as they are: memory and what works on it. */
export interface BitMachine {
  readonly engine: BitEngine
  readonly memory: BitMemory
  readonly operations: BitOperations
}

/** What is under a {@link bitFlips}, for benchmarks and tests. */
export function bitMachine(instance: Instance, replicas: number, engine?: BitEngine): BitMachine | undefined {
  checkInstance(instance)
  if (instance.patterns.kind !== 'binary') return undefined
  const levels = levelsOf(instance)
  const layout = bitLayout(instance, levels, replicas)
  if (layout === undefined) return undefined
  const made = engine === 'twin' ? undefined : compiled(layout)
  if (engine === 'compiled' && made === undefined) throw unsuitable('there is no WebAssembly with SIMD here; use twin')
  const buffer = made?.buffer ?? new ArrayBuffer(Math.ceil(layout.bytes / 8) * 8)
  const memory = new BitMemory(instance, levels, layout, replicas, buffer)
  return made === undefined
    ? { engine: 'twin', memory, operations: bitTwin(memory) }
    : { engine: 'compiled', memory, operations: made.operations }
}

function compiled({
  bytes,
}: BitLayout): { readonly buffer: ArrayBuffer; readonly operations: BitOperations } | undefined {
  const bits = compiledBits()
  if (bits === undefined) return undefined
  const pages = Math.ceil(bytes / 65536)
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly.Instance(bits, { env: { memory } })
    return { buffer: memory.buffer, operations: exports as unknown as BitOperations }
  } catch {
    // engines reserve gigabytes of addresses for each memory, which clusters may not allow; the twin needs none
    return undefined
  }
}

function flipsOn({ memory, operations, engine }: BitMachine, replicas: number): Flips {
  const { place, bytes, words, doubles, energies } = memory
  const { reduced } = operations
  const { size, patterns } = place
  const spins = (a: number) => place.replicas + a * place.replicaBytes + place.spins
  const boltzmann = (place.boltzmann >>> 3) + patterns
  let follows = 0
  return {
    name: 'bits',
    size,
    replicas,
    classes: bytes.subarray(place.classes, place.classes + size),
    load: (a, weights) => memory.load(a, weights),
    weights: (a) => {
      const from = spins(a)
      const made = new Float64Array(size)
      for (let i = 0; i < size; i++) made[i] = 2 * bytes[from + i] - 1
      return made
    },
    spin: (a, i) => (bytes[spins(a) + i] ? 1 : -1),
    energy: (a) => energies[a],
    errors: (a) => energies[a],
    stabilities: (a) => memory.stabilities(a),
    delta: operations.delta,
    // the compiled one counts classes by itself, as its walk does; what is flipped from outside is counted there
    flip: (a, i, change) => {
      words[HEADER.follow] = 0
      operations.flip(a, i, change)
    },
    turn: (a, i) => {
      const change = operations.delta(a, i)
      words[HEADER.follow] = 0
      operations.flip(a, i, change)
      return change
    },
    // looking costs far less than flipping
    revertAbove: 1,
    proposalNs: 20 + (engine === 'compiled' ? 0.03 : 0.3) * patterns,
    metropolis: (a, proposals, random: Random) => {
      const at = place.random >>> 2
      words.set(random.state, at)
      words[HEADER.follow] = follows
      const accepted = operations.metropolis(a, proposals)
      random.state = words.subarray(at, at + 4)
      return accepted
    },
    weigh: (change) => doubles[boltzmann + change],
    ...(reduced === undefined
      ? {}
      : {
          reduced: ({ order, ranks, starts, downs, eithers }: SiteGroups, moves: number, random: Random) => {
            const at = place.random >>> 2
            const lists = [
              [place.order, order],
              [place.ranks, ranks],
              [place.starts, starts],
            ] as const
            for (const [from, list] of lists) words.set(list, from >>> 2)
            doubles.set(downs, place.downs >>> 3)
            doubles.set(eithers, place.eithers >>> 3)
            words.set(random.state, at)
            words[HEADER.follow] = 1
            const accepted = reduced(replicas, moves)
            random.state = words.subarray(at, at + 4)
            for (const [from, list] of lists) list.set(words.subarray(from >>> 2, (from >>> 2) + list.length))
            return accepted
          },
        }),
    prepare: (beta: number, { ratios, follow }: Interaction) => {
      follows = follow ? 1 : 0
      doubles.set(ratios, place.ratios >>> 3)
      const factor = Math.exp(-beta)
      doubles[boltzmann] = 1
      let power = 1
      for (let k = 1; k <= patterns; k++) {
        power *= factor
        doubles[boltzmann + k] = power
        doubles[boltzmann - k] = Math.min(LARGEST_FACTOR, 1 / power)
      }
    },
  }
}
