/** How many points are kept: a root, its neighbours, and the point that tells its error. */
const KEPT = 4

/** `compute`, which remembers the last points: a state is read where the equations have just been evaluated. */
export function memoized<T>(
  compute: (x: readonly number[], alpha: number) => T,
): (x: readonly number[], alpha: number) => T {
  const kept: { readonly x: readonly number[]; readonly alpha: number; readonly result: T }[] = []
  return (x, alpha) => {
    const found = kept.find((entry) => entry.alpha === alpha && entry.x.every((value, i) => value === x[i]))
    if (found !== undefined) return found.result
    const result = compute(x, alpha)
    kept.unshift({ x: x.slice(), alpha, result })
    if (kept.length > KEPT) kept.pop()
    return result
  }
}
