import type { Instance } from '@gardner/core'
import { type BitLayout, HEADER, stepMasks } from './bit-layout.js'
import type { Levels } from './levels.js'

type Places = { readonly [name in keyof typeof HEADER]: number }

/** The memory of bit-sliced replicas, filled for an instance. */
export class BitMemory {
  readonly layout: BitLayout
  readonly place: Places
  readonly bytes: Uint8Array
  readonly words: Uint32Array
  readonly doubles: Float64Array
  readonly energies: Int32Array
  /** The word that says whether flips change the classes. */
  readonly follow = HEADER.follow
  readonly #instance: Instance
  readonly #levels: Levels
  /** σ Σ c_l table[p_l] less the threshold, modulo the step: no flip changes it. */
  readonly #rests: Int32Array

  constructor(instance: Instance, levels: Levels, layout: BitLayout, replicas: number, buffer: ArrayBuffer) {
    this.#instance = instance
    this.#levels = levels
    this.#rests = new Int32Array(instance.patterns.count)
    this.layout = layout
    this.bytes = new Uint8Array(buffer)
    this.words = new Uint32Array(buffer)
    this.doubles = new Float64Array(buffer)
    this.words.set(layout.header)
    const names = Object.keys(HEADER) as (keyof typeof HEADER)[]
    this.place = Object.fromEntries(names.map((name) => [name, layout.header[HEADER[name]]])) as unknown as Places
    this.energies = new Int32Array(buffer, this.place.energies, replicas)
    this.#fill()
  }

  /** What does not change: columns ξ_i σ, gauges, where there are patterns, and which unit a weight belongs to. */
  #fill(): void {
    const { patterns, labels, readout, inputs, size, fan } = this.#instance
    if (patterns.kind !== 'binary') throw new Error('bits are of binary patterns')
    const { stride, count } = patterns
    const { words, bytes, place } = this
    const negative = new Uint32Array(stride)
    const valid = new Uint32Array(stride)
    for (let mu = 0; mu < count; mu++) {
      valid[mu >>> 5] |= 1 << (mu & 31)
      if (labels[mu] < 0) negative[mu >>> 5] |= 1 << (mu & 31)
    }
    const column = place.columns >>> 2
    const gauge = place.gauges >>> 2
    for (let w = 0; w < stride; w++) {
      for (let i = 0; i < inputs; i++) {
        words[column + i * stride + w] = (patterns.words[i * stride + w] ^ negative[w]) & valid[w]
      }
      // set where σc = +1, for c = −1 and for c = +1
      words[gauge + w] = negative[w]
      words[gauge + stride + w] = ~negative[w]
      words[(place.valid >>> 2) + w] = valid[w]
    }
    for (const [l, c] of readout.entries()) bytes[place.readout + l] = c > 0 ? 1 : 0
    for (let i = 0; i < size; i++) words[(place.unitOf >>> 2) + i] = Math.floor(i / fan)
  }

  /** Sets the weights of a replica, and all that follows from them. */
  load(a: number, weights: ArrayLike<number>): void {
    const { units, size, fan, inputs, patterns, labels, readout } = this.#instance
    const { table, threshold } = this.#levels
    const { words, bytes, place, layout } = this
    if (patterns.kind !== 'binary') throw new Error('bits are of binary patterns')
    const { stride, count } = patterns
    const base = place.replicas + a * place.replicaBytes
    for (let i = 0; i < size; i++) bytes[base + place.spins + i] = weights[i] > 0 ? 1 : 0
    const sums = new Int32Array(count)
    const positive = new Int32Array(count)
    const zero = Math.ceil(fan / 2)
    const planes = (from: number, number: number, mu: number, value: number) => {
      for (let p = 0; p < number; p++) {
        if ((value >> p) & 1) words[from + p * stride + (mu >>> 5)] |= 1 << (mu & 31)
      }
    }
    words.fill(0, (base + place.fields) >>> 2, (base + place.replicaBytes) >>> 2)
    // nothing is kept of any unit yet
    words[(base + place.versions) >>> 2] = 1
    for (let l = 0; l < units; l++) {
      positive.fill(0)
      for (let i = l * fan; i < (l + 1) * fan; i++) countAgreements(positive, patterns, i % inputs, weights[i] > 0)
      const fields = ((base + place.fields) >>> 2) + l * place.fieldPlanes * stride
      for (let mu = 0; mu < count; mu++) {
        sums[mu] += readout[l] * table[positive[mu]]
        const p = labels[mu] * readout[l] > 0 ? positive[mu] : fan - positive[mu]
        planes(fields, place.fieldPlanes, mu, p - zero)
      }
      this.#steps(base, l)
    }
    const margins = (base + place.margins) >>> 2
    const edges = (base + place.edges) >>> 2
    let energy = 0
    for (let mu = 0; mu < count; mu++) {
      const excess = labels[mu] * sums[mu] - threshold
      const margin = Math.floor(excess / layout.step)
      this.#rests[mu] = excess - margin * layout.step
      planes(margins, place.marginPlanes, mu, margin)
      if (margin < 0) energy++
      const bit = 1 << (mu & 31)
      const at = edges + (mu >>> 5)
      if (margin === -1) words[at] |= bit
      if (margin === 0) words[at + stride] |= bit
      if (margin === -1 || margin === -2) words[at + 2 * stride] |= bit
      if (margin === 0 || margin === 1) words[at + 3 * stride] |= bit
    }
    this.energies[a] = energy
  }

  /** Δ of all patterns of a replica. */
  stabilities(a: number): Float64Array {
    const { words, place, layout } = this
    const { threshold, quantum } = this.#levels
    const stride = 4 * place.blocks
    const margins = (place.replicas + a * place.replicaBytes + place.margins) >>> 2
    const scale = quantum / Math.sqrt(this.#instance.units)
    return Float64Array.from(this.#rests, (rest, mu) => {
      const at = margins + (mu >>> 5)
      let margin = 0
      for (let p = 0; p < place.marginPlanes; p++) margin |= ((words[at + p * stride] >>> (mu & 31)) & 1) << p
      // the sign stands in the highest digit
      const signed = (margin << (32 - place.marginPlanes)) >> (32 - place.marginPlanes)
      return scale * (threshold + signed * layout.step + rest)
    })
  }

  /** The masks of steps of a unit, from its planes. */
  #steps(base: number, l: number): void {
    const { words, place, layout } = this
    const stride = 4 * place.blocks
    const masks = stepMasks[layout.mode]
    if (masks === 0) return
    const fields = ((base + place.fields) >>> 2) + l * place.fieldPlanes * stride
    const steps = ((base + place.steps) >>> 2) + l * masks * stride
    const gauge = (place.gauges >>> 2) + this.bytes[place.readout + l] * stride
    for (let w = 0; w < stride; w++) {
      let both = -1
      let some = 0
      let value = 0
      for (let p = 0; p < place.fieldPlanes; p++) {
        value = words[fields + p * stride + w]
        both &= value
        some |= value
      }
      const sigma = words[gauge + w]
      if (layout.mode === 'even-ramp') {
        words[steps + w] = value ^ sigma
        words[steps + stride + w] = (value | ~some) ^ sigma
        continue
      }
      words[steps + w] = both
      words[steps + stride + w] = ~some
      if (layout.mode === 'ramp') {
        words[steps + 2 * stride + w] = (value ^ sigma) & ~both
        words[steps + 3 * stride + w] = (value ^ sigma) & some
      }
    }
  }
}

function countAgreements(
  positive: Int32Array,
  { words, stride, count }: { readonly words: Uint32Array; readonly stride: number; readonly count: number },
  input: number,
  plus: boolean,
): void {
  const from = input * stride
  const turned = plus ? 0 : -1
  for (let mu = 0; mu < count; mu++) positive[mu] += ((words[from + (mu >>> 5)] ^ turned) >>> (mu & 31)) & 1
}
