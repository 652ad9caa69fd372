/** What is larger is given as this, such as a δq whose logarithm stands beside it. */
const LARGEST = 1e300

/** Whether a number stands for all that are as large or larger. */
export const isBound = (value: number): boolean => Number.isFinite(value) && Math.abs(value) >= LARGEST

/** A number to the digits that its error leaves: `0.833078599740` for an error of 3e-12. */
export function digits(value: number, error = 0): string {
  if (!Number.isFinite(value)) return special(value)
  if (value === 0) return '0'
  if (isBound(value)) return value > 0 ? '> 1e300' : '< −1e300'
  const size = Math.floor(Math.log10(Math.abs(value)))
  const known = error > 0 && Number.isFinite(error)
  // one digit at the least, and never more than a double has
  const significant = known ? Math.min(17, Math.max(1, size - Math.floor(Math.log10(error)) + 1)) : undefined
  if (size < -4 || size > 14) return minus(value.toExponential(significant === undefined ? undefined : significant - 1))
  if (significant === undefined) return minus(String(value))
  return minus(value.toFixed(Math.max(0, significant - 1 - size)))
}

/** A number beside what was asked for, to six digits. */
export const oriented = (value: number): string => digits(value, Math.abs(value) * 1e-6)

/** An error as one digit, rounded up; nothing for an exact number. */
export function uncertainty(error: number | undefined): string {
  if (error === undefined || error === 0) return ''
  if (!Number.isFinite(error)) return special(error)
  const size = Math.floor(Math.log10(error))
  const digit = Math.ceil(error / 10 ** size - 1e-6)
  // plain where that is shorter
  if (size >= 0 && size < 3) return String(digit * 10 ** size)
  return digit === 10 ? `1e${size + 1}` : `${digit}e${size}`
}

/** A number of which only the size matters: a residual. */
export const roughly = (value: number): string =>
  value === 0 ? '0' : Number.isFinite(value) ? value.toExponential(0) : special(value)

/** How a search ended: `converged, residual 2e-16`, or without a residual where nothing was solved. */
export const outcome = (verdict: string, residual: number | undefined): string =>
  residual === undefined ? verdict : `${verdict}, residual ${roughly(residual)}`

export const seconds = (value: number): string =>
  value < 0.9995 ? `${(value * 1000).toPrecision(value < 0.0995 ? 2 : 3)} ms` : `${value.toPrecision(3)} s`

const special = (value: number): string => (Number.isNaN(value) ? '—' : value > 0 ? '∞' : '−∞')
const minus = (text: string): string => text.replace(/^-/, '−')
