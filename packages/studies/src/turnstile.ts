/** Lets so much work through at once, in the order in which it came. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>

/**
 * The same as `inTurn` for work that comes from several places: what waits here has not begun, and can look at its signal when its turn
 * comes, where in the queue of the workers it could only be ended by being begun.
 */
export function turnstile(atOnce: number): Turnstile {
  const waiting: (() => void)[] = []
  let free = Math.max(1, atOnce)
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((pass) => waiting.push(pass))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
