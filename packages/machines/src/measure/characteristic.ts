import { agreeingAfterFlips } from './flips.js'
import type { Lattice } from './lattice.js'

/** Complex numbers, one for each frequency. */
export interface Spectrum {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Multiplies by a factor, in place. */
export function multiply(re: Float64Array, im: Float64Array, { re: a, im: b }: Spectrum): void {
  for (let j = 0; j < re.length; j++) {
    const x = re[j] * a[j] - im[j] * b[j]
    im[j] = re[j] * b[j] + im[j] * a[j]
    re[j] = x
  }
}

/** Four factors at once: half the time, which goes into fetching and storing. */
export function multiplyFour(
  re: Float64Array,
  im: Float64Array,
  a: Spectrum,
  b: Spectrum,
  c: Spectrum,
  d: Spectrum,
): void {
  const [ar, ai, br, bi, cr, ci, dr, di] = [a.re, a.im, b.re, b.im, c.re, c.im, d.re, d.im]
  for (let j = 0; j < re.length; j++) {
    const abr = ar[j] * br[j] - ai[j] * bi[j]
    const abi = ar[j] * bi[j] + ai[j] * br[j]
    const cdr = cr[j] * dr[j] - ci[j] * di[j]
    const cdi = cr[j] * di[j] + ci[j] * dr[j]
    const x = abr * cdr - abi * cdi
    const y = abr * cdi + abi * cdr
    const before = re[j]
    re[j] = before * x - im[j] * y
    im[j] = before * y + im[j] * x
  }
}

/**
 * E e^{iωi} of a unit at ω_j = 2πj/period after flips with probability η: i the lattice index of its output, or if c = −1 what is
 * missing to the largest. Made for as many agreeing inputs as turn up, once.
 */
export class CharacteristicFunctions {
  readonly #known = new Map<number, Spectrum>()
  readonly #make: (agreeing: number) => Spectrum
  readonly #stride: number

  constructor(fan: number, eta: number, lattice: Lattice, c: number, period: number, frequencies: number) {
    this.#stride = fan + 1
    const { cos, sin } = circle(period)
    this.#make = (agreeing) => {
      const { from, values } = agreeingAfterFlips(fan, agreeing, eta)
      const re = new Float64Array(frequencies)
      const im = new Float64Array(frequencies)
      for (const [k, value] of values.entries()) {
        const index = c > 0 ? lattice.index[from + k] : lattice.width - lattice.index[from + k]
        for (let j = 0, turn = 0; j < frequencies; j++) {
          re[j] += value * cos[turn]
          im[j] += value * sin[turn]
          turn += index
          if (turn >= period) turn -= period
        }
      }
      return { re, im }
    }
  }

  of(agreeing: number): Spectrum {
    let spectrum = this.#known.get(agreeing)
    if (spectrum === undefined) {
      spectrum = this.#make(agreeing)
      this.#known.set(agreeing, spectrum)
    }
    return spectrum
  }

  /** Of two units. */
  product(one: number, other: number): Spectrum {
    // beyond the keys of single ones
    const key = (Math.max(one, other) + 1) * this.#stride + Math.min(one, other)
    let spectrum = this.#known.get(key)
    if (spectrum === undefined) {
      const { re, im } = this.of(one)
      spectrum = { re: re.slice(), im: im.slice() }
      multiply(spectrum.re, spectrum.im, this.of(other))
      this.#known.set(key, spectrum)
    }
    return spectrum
  }
}

/** e^{2πik/M} */
function circle(period: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
  const angle = (2 * Math.PI) / period
  return {
    cos: Float64Array.from({ length: period }, (_, k) => Math.cos(angle * k)),
    sin: Float64Array.from({ length: period }, (_, k) => Math.sin(angle * k)),
  }
}
