/**
 * Lengths of a panel of 11 nodes: in the logarithm of the distance from a crossover, in standard deviations of a Gaussian, and in
 * factors of e by which something grows.
 */
export const PANEL = { crossover: 1.7, field: 3.3, folds: 5.5 }

/** More panels than any integral needs: a density that is not finite ends here. */
const MOST = 20_000

/**
 * Breaks of panels on [from, to] such that each holds about one unit of `density`, which may change by orders of magnitude: a panel
 * that would hold more at its far end is shortened. `points` are breaks too: none may lie inside a panel, as a peak of the density
 * there would go unseen.
 */
export function marchedBreaks(
  density: (x: number) => number,
  from: number,
  to: number,
  points: readonly number[] = [],
): number[] {
  const breaks = [from]
  let x = from
  for (const point of points) {
    if (!(point > x && point < to)) continue
    march(density, x, point, breaks)
    x = point
  }
  march(density, x, to, breaks)
  return breaks
}

function march(density: (x: number) => number, from: number, to: number, breaks: number[]): void {
  let x = from
  let here = density(x)
  while (x < to && breaks.length < MOST) {
    let length = 1 / here
    let there = density(Math.min(x + length, to))
    while (there * length > 2 && length > 1e-12 * (to - from)) {
      length *= 0.7
      there = density(Math.min(x + length, to))
    }
    // no sliver at the end
    if (x + 1.25 * length >= to) break
    x += length
    here = there
    breaks.push(x)
  }
  breaks.push(to)
}
