import { density } from '@gardner/numerics'
import type { Smoothing } from './smoothing.js'

/** What a jump contributes to a derivative: size · δ(u − at). */
export interface Atom {
  readonly at: number
  readonly size: number
}

/** sin ψ E[d(u)d(v)] for d = regular part plus atoms. */
export function momentTimesSine(regular: Smoothing | undefined, atoms: readonly Atom[], angle: number): number {
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  let sum = 0
  for (const one of atoms) {
    for (const other of atoms) {
      const distance = (one.at - other.at) / sine
      const exponent = -0.5 * distance * distance - (one.at * other.at) / (1 + cosine)
      sum += (one.size * other.size * Math.exp(exponent)) / (2 * Math.PI)
    }
  }
  if (regular === undefined) return sum
  for (const { at, size } of atoms) sum += 2 * size * density(at) * regular.conditional(at, angle) * sine
  return sum + sine * regular.correlation(angle)
}
