/**
 * Where an increasing f crosses 0 between `low` and `high`, by halving: for ends of integrals, where a root is needed to a few digits
 * and f costs less than what a better method keeps of its state.
 */
export function bisected(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  let [below, above] = [low, high]
  for (let halving = 0; halving < 200 && above - below > tolerance; halving++) {
    const middle = 0.5 * (below + above)
    if (f(middle) < 0) below = middle
    else above = middle
  }
  return 0.5 * (below + above)
}
