import type { BitMemory } from './bit-memory.js'
import { CLASS_COUNT, WORD_UNIT } from './flips.js'

/** The compiled functions, by their three names. */
export interface BitOperations {
  delta(a: number, i: number): number
  flip(a: number, i: number, change: number): void
  metropolis(a: number, proposals: number): number
  /** Only of the compiled one; the twin of it is Reduced. */
  reduced?(y: number, moves: number): number
}

/** The twin of assembly/bits.ts: the same on the same memory, 32 patterns at a time. */
export function bitTwin(memory: BitMemory): BitOperations {
  const { words, bytes, doubles, layout, place } = memory
  const { mode } = layout
  const stride = 4 * place.blocks
  const masks = mode === 'ramp' ? 4 : mode === 'line' ? 0 : 2

  const delta = (a: number, i: number): number => {
    const { base, unit, spin, c, col } = locate(a, i)
    const turned = (spin ^ c) - 1
    const watched = base + (place.watched >>> 2) + unit * stride
    const broken = base + (place.broken >>> 2) + unit
    const versions = base + (place.versions >>> 2)
    if (words[versions + 1 + unit] !== words[versions]) {
      watch(base, unit, watched, broken)
      words[versions + 1 + unit] = words[versions]
    }
    let total = words[broken]
    for (let w = 0; w < stride; w++) total -= bitCount((words[col + w] ^ turned) & words[watched + w])
    return total
  }

  const watch = (base: number, unit: number, watched: number, broken: number): void => {
    const steps = base + (place.steps >>> 2) + unit * masks * stride
    const edges = base + (place.edges >>> 2)
    let total = 0
    for (let w = 0; w < stride; w++) {
      const down = brokenBy(steps, edges, w)
      words[watched + w] = down | mendedBy(steps, edges, w)
      total += bitCount(down)
    }
    words[broken] = total
  }

  /** A of a word of patterns, and B. */
  const mendedBy = (steps: number, edges: number, w: number): number => {
    const at = edges + w
    if (mode === 'line') return words[at]
    const one = words[steps + w] & words[at]
    return mode === 'ramp' ? one | (words[steps + 2 * stride + w] & words[at + 2 * stride]) : one
  }
  const brokenBy = (steps: number, edges: number, w: number): number => {
    const at = edges + stride + w
    if (mode === 'line') return words[at]
    const one = words[steps + stride + w] & words[at]
    return mode === 'ramp' ? one | (words[steps + 3 * stride + w] & words[at + 2 * stride]) : one
  }

  const locate = (a: number, i: number) => {
    const unit = words[(place.unitOf >>> 2) + i]
    const input = place.full ? i - unit * place.fan : i
    return {
      base: (place.replicas + a * place.replicaBytes) >>> 2,
      unit,
      spin: bytes[place.replicas + a * place.replicaBytes + place.spins + i],
      c: bytes[place.readout + unit],
      col: (place.columns >>> 2) + input * stride,
    }
  }

  const flip = (a: number, i: number, change: number): void => {
    const { base, unit, spin, c, col } = locate(a, i)
    const turned = (spin ^ c) - 1
    const fields = base + (place.fields >>> 2) + unit * place.fieldPlanes * stride
    const steps = base + (place.steps >>> 2) + unit * masks * stride
    const margins = base + (place.margins >>> 2)
    const edges = base + (place.edges >>> 2)
    const gauge = (place.gauges >>> 2) + c * stride
    const valid = place.valid >>> 2
    for (let w = 0; w < stride; w++) {
      const up = words[col + w] ^ turned
      let one = -1
      let two = 0
      if (mode !== 'line') {
        one = (words[steps + w] & up) | (words[steps + stride + w] & ~up)
        if (mode === 'ramp') two = (words[steps + 2 * stride + w] & up) | (words[steps + 3 * stride + w] & ~up)
        let carry = -1
        let both = -1
        let some = 0
        let value = 0
        for (let p = 0, plane = fields + w; p < place.fieldPlanes; p++, plane += stride) {
          const old = words[plane]
          value = old ^ carry
          words[plane] = value
          both &= value
          some |= value
          carry &= ~(old ^ up)
        }
        if (mode === 'even-ramp') {
          words[steps + w] = value ^ words[gauge + w]
          words[steps + stride + w] = (value | ~some) ^ words[gauge + w]
        } else {
          words[steps + w] = both
          words[steps + stride + w] = ~some
          if (mode === 'ramp') {
            const active = value ^ words[gauge + w]
            words[steps + 2 * stride + w] = active & ~both
            words[steps + 3 * stride + w] = active & some
          }
        }
      }
      if ((one | two) === 0) continue
      let plane = margins + w
      const lowest = words[plane]
      const low = lowest ^ one
      words[plane] = low
      let carry = (one & ~(lowest ^ up)) | two
      let both = -1
      let some = 0
      plane += stride
      for (let p = 1; p < place.marginPlanes; p++, plane += stride) {
        const old = words[plane]
        const value = old ^ carry
        words[plane] = value
        both &= value
        some |= value
        carry &= ~(old ^ up)
      }
      const under = both & words[valid + w]
      const over = words[valid + w] & ~some
      words[edges + w] = under & low
      words[edges + stride + w] = over & ~low
      words[edges + 2 * stride + w] = under
      words[edges + 3 * stride + w] = over
    }
    bytes[place.replicas + a * place.replicaBytes + place.spins + i] = spin ^ 1
    words[base + (place.versions >>> 2)]++
    if (words[memory.follow]) bytes[place.classes + i] += 1 - 2 * spin
    memory.energies[a] += change
  }

  const metropolis = (a: number, proposals: number): number => {
    const state = place.random >>> 2
    const spins = place.replicas + a * place.replicaBytes + place.spins
    const ratios = place.ratios >>> 3
    const boltzmann = (place.boltzmann >>> 3) + place.patterns
    let accepted = 0
    for (let k = 0; k < proposals; k++) {
      const i = Math.floor(nextWord(words, state) * place.size * WORD_UNIT)
      const u = (nextWord(words, state) + 0.5) * WORD_UNIT
      const ratio = doubles[ratios + bytes[spins + i] * CLASS_COUNT + bytes[place.classes + i]]
      // no more errors can be mended than there are
      if (u >= ratio * doubles[boltzmann - memory.energies[a]]) continue
      const change = delta(a, i)
      if (u < ratio * doubles[boltzmann + change]) {
        flip(a, i, change)
        accepted++
      }
    }
    return accepted
  }

  return { delta, flip, metropolis }
}

/** xoshiro128++, as in Random, on words in memory. */
function nextWord(words: Uint32Array, at: number): number {
  const s0 = words[at]
  const s3 = words[at + 3]
  const sum = (s0 + s3) | 0
  const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0
  const shifted = words[at + 1] << 9
  words[at + 2] ^= s0
  words[at + 3] = s3 ^ words[at + 1]
  words[at + 1] ^= words[at + 2]
  words[at] = s0 ^ words[at + 3]
  words[at + 2] ^= shifted
  words[at + 3] = (words[at + 3] << 11) | (words[at + 3] >>> 21)
  return result
}

/** The number of bits set in a word. */
export function bitCount(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555)
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333)
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
