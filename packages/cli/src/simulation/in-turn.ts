/**
 * Work on all items in their order, so many at a time; undefined where the signal came before it began. Nothing waits in the queue of
 * the workers, where it could only be ended by being begun.
 */
export async function inTurn<T, R>(
  items: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: T, index: number) => Promise<R>,
): Promise<(R | undefined)[]> {
  const results = new Array<R | undefined>(items.length).fill(undefined)
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length && !signal.aborted) {
      const index = next++
      results[index] = await work(items[index], index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(items.length, Math.max(1, atOnce)) }, lane))
  return results
}
