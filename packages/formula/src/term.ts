import type { Disc, Spread } from './disc.js'

/** A function of u that a formula is made of. */
export interface Term {
  readonly value: (u: number) => number
  /**
   * The same with every choice in it made as at `side`: what stands on one side of a kink, continued beyond it. Two sides that
   * are one function make no kink.
   */
  readonly held: (u: number, side: number) => number
  /** Where the function goes on a disc about u, continued with every choice in it made as at u. */
  readonly disc: (u: number, radius: number) => Disc
  /** Its value where it has only one. */
  readonly constant?: number
  /** A comparison: 1 where it holds, 0 where not. */
  readonly truth?: boolean
}

/** Where a formula changes from one function to another: where `side` changes. */
export interface Edge {
  /** A whole number. */
  readonly side: (u: number) => number
  /** What has the sign of `side`, where there is such a function: where it comes near to 0 is looked at closely. */
  readonly difference?: (u: number) => number
  /** True only if `side` is the same everywhere within `radius` of u. */
  readonly settled: (u: number, radius: number) => boolean
  /** `pole`: infinite there, `branch`: not to be continued beyond, `switch`: two functions that meet. */
  readonly kind: 'pole' | 'branch' | 'switch'
}

export const constantTerm = (value: number): Term => ({
  value: () => value,
  held: () => value,
  disc: () => ({ center: value, radius: 0 }),
  constant: value,
})

export const variable: Term = { value: (u) => u, held: (u) => u, disc: (center, radius) => ({ center, radius }) }

/** f of a term, f smooth. */
export const mapped = (f: (x: number) => number, { value, held, disc, constant }: Term, spread: Spread): Term =>
  constant === undefined
    ? {
        value: (u) => f(value(u)),
        held: (u, side) => f(held(u, side)),
        disc: (u, radius) => {
          const x = disc(u, radius)
          return { center: f(x.center), radius: spread(x) }
        },
      }
    : constantTerm(f(constant))

/** f of two terms, f smooth; a constant among them is not asked again and again. */
export function combined(
  f: (x: number, y: number) => number,
  left: Term,
  right: Term,
  spread: (x: Disc, y: Disc) => number,
): Term {
  const { constant: a } = left
  const { constant: b } = right
  if (a !== undefined)
    return mapped(
      (y) => f(a, y),
      right,
      (y) => spread({ center: a, radius: 0 }, y),
    )
  if (b !== undefined)
    return mapped(
      (x) => f(x, b),
      left,
      (x) => spread(x, { center: b, radius: 0 }),
    )
  return {
    value: (u) => f(left.value(u), right.value(u)),
    held: (u, side) => f(left.held(u, side), right.held(u, side)),
    disc: (u, radius) => {
      const [x, y] = [left.disc(u, radius), right.disc(u, radius)]
      return { center: f(x.center, y.center), radius: spread(x, y) }
    },
  }
}

/** One of two terms, by a decision. */
export const chosen = (decide: (u: number) => boolean, yes: Term, no: Term): Term => ({
  value: (u) => (decide(u) ? yes.value(u) : no.value(u)),
  held: (u, side) => (decide(side) ? yes.held(u, side) : no.held(u, side)),
  disc: (u, radius) => (decide(u) ? yes.disc(u, radius) : no.disc(u, radius)),
})

/** A function that is constant between its changes. */
export const stepwise = (value: (u: number) => number): Term => ({
  value,
  held: (_, side) => value(side),
  disc: (u) => ({ center: value(u), radius: 0 }),
})
