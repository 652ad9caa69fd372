/**
 * Tells of patterns that are read as they are, as real numbers, though they look like signs: 0 and 1 in place of −1 and 1, or a number
 * among signs that is none.
 */
export function remarkOnValues(values: ArrayLike<number>, inputs: number, tell: (remark: string) => void): void {
  let [signs, bits, odd] = [0, 0, -1]
  for (let k = 0; k < values.length; k++) {
    const value = values[k]
    if (value === 1 || value === -1) signs++
    else if (odd < 0) odd = k
    if (value === 1 || value === 0) bits++
  }
  if (signs === values.length) return
  if (bits === values.length)
    tell('all numbers are 0 or 1 and are read as these; if they stand for signs, write -1 for 0')
  else if (signs > values.length / 2) {
    const place = `pattern ${Math.floor(odd / inputs) + 1}, input ${(odd % inputs) + 1}`
    tell(
      `read as real numbers: ${values.length - signs} of ${values.length} are not 1 or -1, the first in ${place}: ${values[odd]}`,
    )
  }
}
