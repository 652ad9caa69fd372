/** A number to the digits that its error leaves, as the command line prints it: `0.833078599740` for an error of 3e-12. */
export function digits(value: number, error = 0): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '—' : value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const size = Math.floor(Math.log10(Math.abs(value)))
  const known = error > 0 && Number.isFinite(error)
  const significant = known ? Math.min(17, Math.max(1, size - Math.floor(Math.log10(error)) + 1)) : undefined
  const text =
    size < -4 || size > 14
      ? value.toExponential(significant === undefined ? undefined : significant - 1)
      : significant === undefined
        ? String(value)
        : value.toFixed(Math.max(0, significant - 1 - size))
  return text.replace(/^-/, '−')
}

/** An error as one digit, rounded up; nothing for an exact number. */
export function uncertainty(error: number): string {
  if (!(error > 0) || !Number.isFinite(error)) return ''
  const size = Math.floor(Math.log10(error))
  const digit = Math.ceil(error / 10 ** size - 1e-6)
  return digit === 10 ? `1e${size + 1}` : `${digit}e${size}`
}

/** The digits that are read at a glance, and those that are there for who needs them. */
export function parted(text: string, glance = 6): readonly [string, string] {
  const point = text.search(/[.]/)
  if (point < 0 || text.includes('e')) return [text, '']
  const first = text.search(/[1-9]/)
  const end = Math.max(point + 3, first + glance + (first < point ? 1 : 0))
  return [text.slice(0, end), text.slice(end)]
}
