/** Cells of fewer expected counts are taken together. */
const RARE = 5
/** Standard deviations by which frequencies may be off. */
const SIGMAS = 5

/**
 * Throws unless counts have the given probabilities, by χ² of the cells; counts are of independent draws. χ² is brought to a
 * standard normal deviation by the cube root of Wilson and Hilferty.
 */
export function frequencies(
  what: string,
  counts: ReadonlyMap<number, number>,
  probabilities: ReadonlyMap<number, number>,
) {
  let draws = 0
  for (const [cell, count] of counts) {
    if (!probabilities.has(cell)) throw new Error(`${what}: ${count} draws of what has no probability`)
    draws += count
  }
  let [value, cells, restExpected, restCount] = [0, 0, 0, 0]
  for (const [cell, probability] of probabilities) {
    const expected = draws * probability
    const count = counts.get(cell) ?? 0
    if (expected < RARE) {
      restExpected += expected
      restCount += count
      continue
    }
    value += (count - expected) ** 2 / expected
    cells++
  }
  if (restExpected >= RARE) {
    value += (restCount - restExpected) ** 2 / restExpected
    cells++
  } else if (restCount > restExpected + SIGMAS * Math.sqrt(restExpected) + SIGMAS ** 2) {
    throw new Error(`${what}: ${restCount} of ${draws} draws of what has the probability ${restExpected / draws}`)
  }
  const freedom = cells - 1
  if (freedom < 1)
    throw new Error(`${what}: one outcome is all but certain, which shows nothing; take another instance or β`)
  const narrow = 2 / (9 * freedom)
  const deviation = (Math.cbrt(value / freedom) - (1 - narrow)) / Math.sqrt(narrow)
  if (!(deviation < SIGMAS)) {
    throw new Error(
      `${what}: χ² is ${value.toFixed(1)} of ${freedom} degrees of freedom in ${draws} draws, ${deviation.toFixed(1)} standard deviations; allowed ${SIGMAS}`,
    )
  }
}
