/**
 * A function as a sum of powers of ψ near 0, found from its values at `unit`, 2 `unit`, 4 `unit`, …
 *
 * Two powers that are near to each other enter as one and their difference quotient, of which the logarithm is the limit.
 */
export interface Powers {
  value(angle: number): number
  /** ∫ from `angle` to `unit`; to 0 it may be infinite. */
  rest(angle: number): number
  /** ∫_0^ψ rest(t) sin t dt */
  restTimesSine(angle: number): number
  /** value(ψ)/ψ for ψ → 0, if no power is below 1 */
  readonly slopeAtZero: number
}

interface Term {
  readonly size: number
  readonly power: number
  /** Of the other power of a difference quotient. */
  readonly farther?: number
}

/** Powers nearer to each other than this are taken together. */
const NEAR = 0.1
/** A difference quotient of what is known to rounding. */
const APART = 3e-6
/** sin t in powers of t. */
const SINE = [
  [2, 1],
  [4, -1 / 6],
  [6, 1 / 120],
] as const

/** `powers` in ascending order, as many as there are values. */
export function powersThrough(values: readonly number[], unit: number, powers: readonly number[]): Powers {
  const shapes = powers.map((power, k) => {
    const before = powers[k - 1]
    return k > 0 && power - before < NEAR ? { power: before, farther: power } : { power }
  })
  const rows = values.map((value, i) => [...shapes.map((shape) => basis(shape, i * Math.LN2)), value])
  const terms: Term[] = solved(rows).map((size, k) => ({ ...shapes[k], size }))
  const sum = (f: (term: Term) => number) => terms.reduce((total, term) => total + term.size * f(term), 0)
  return {
    slopeAtZero: sum(slopeAtZero) / unit,
    value: (angle) => sum((term) => basis(term, Math.log(angle / unit))),
    rest: (angle) => unit * sum((term) => ofPower(term, (power) => restOf(power, angle / unit))),
    restTimesSine: (angle) =>
      unit *
      sum((term) =>
        ofPower(term, (power) =>
          SINE.reduce(
            (total, [order, share]) => total + share * angle ** order * momentOfRest(power, order, angle / unit),
            0,
          ),
        ),
      ),
  }
}

const basis = ({ power, farther }: Omit<Term, 'size'>, log: number): number =>
  farther === undefined
    ? Math.exp(power * log)
    : Math.exp(power * log) * (farther === power ? log : Math.expm1((farther - power) * log) / (farther - power))

/** That of one term, at unit 1. */
function slopeAtZero({ power, farther }: Term): number {
  if (power > 1) return 0
  if (farther === undefined) return 1
  return farther > power ? -1 / (farther - power) : -Infinity
}

/** What is known of a power, for a term. */
function ofPower({ power, farther }: Term, f: (power: number) => number): number {
  if (farther === undefined) return f(power)
  const [middle, apart] = [0.5 * (power + farther), Math.max(APART, farther - power)]
  return (f(middle + 0.5 * apart) - f(middle - 0.5 * apart)) / apart
}

/** ∫ t^power from x to 1 */
function restOf(power: number, x: number): number {
  const order = power + 1
  if (x === 0) return order > 0 ? 1 / order : Infinity
  return order === 0 ? -Math.log(x) : -Math.expm1(order * Math.log(x)) / order
}

/** ∫_0^x restOf(t) t^(order − 1) dt / x^order */
const momentOfRest = (power: number, order: number, x: number): number =>
  restOf(power, x) / order + x ** (power + 1) / (order * (order + power + 1))

/** A small linear system, by elimination. */
function solved(rows: number[][]): number[] {
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce((best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best), k)
    ;[rows[k], rows[pivot]] = [rows[pivot], rows[k]]
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const share = rows[i][k] / rows[k][k]
      for (let j = k; j <= n; j++) rows[i][j] -= share * rows[k][j]
    }
  }
  return rows.map((row, k) => row[n] / row[k])
}
