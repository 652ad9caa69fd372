/** A derivative and what the step may have left of it. */
export interface Difference {
  readonly value: number
  readonly error: number
}

/** f'(x) from values of f at distances h, 2h and 4h: right up to h⁴ f⁽⁵⁾/30, which the double step measures. */
export function difference(f: (x: number) => number, x: number, h: number): Difference {
  const single = f(x + h) - f(x - h)
  const double = f(x + 2 * h) - f(x - 2 * h)
  const fourfold = f(x + 4 * h) - f(x - 4 * h)
  const value = (8 * single - double) / (12 * h)
  const coarse = (8 * double - fourfold) / (24 * h)
  // a step that is too long must not excuse everything
  return { value, error: Math.min(Math.abs(value - coarse), 1e-5 * Math.abs(value)) }
}
