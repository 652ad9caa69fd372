/** One thing that must hold of every value of a kind. `verify` throws where it does not. */
export interface Law {
  readonly name: string
  verify(): void
}

export const law = (name: string, verify: () => void): Law => Object.freeze({ name, verify })

/** Throws unless `measured` is within `allowed` (absolute) of `expected`; the message has all of them. */
export function near(what: string, measured: number, expected: number, allowed: number): void {
  const deviation = Math.abs(measured - expected)
  // also for NaN; equal infinities are equal
  if (measured !== expected && !(deviation <= allowed)) {
    throw new Error(`${what} is ${measured}, expected ${expected}: off by ${text(deviation)}, allowed ${text(allowed)}`)
  }
}

/** Throws unless `measured` is at least `least`, give or take `allowed`. */
export function atLeast(what: string, measured: number, least: number, allowed = 0): void {
  if (!(measured >= least - allowed)) {
    throw new Error(
      `${what} is ${measured}, expected at least ${least}: off by ${text(least - measured)}, allowed ${text(allowed)}`,
    )
  }
}

/** Throws unless `measured` is at most `most`, give or take `allowed`. */
export function atMost(what: string, measured: number, most: number, allowed = 0): void {
  if (!(measured <= most + allowed)) {
    throw new Error(
      `${what} is ${measured}, expected at most ${most}: off by ${text(measured - most)}, allowed ${text(allowed)}`,
    )
  }
}

/** Throws unless the value is a finite number. */
export function finiteNumber(what: string, measured: number): void {
  if (!Number.isFinite(measured)) throw new Error(`${what} is ${measured}, expected a finite number`)
}

const text = (x: number): string => x.toExponential(2)
