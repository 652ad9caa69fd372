/** A computation in pieces: a generator that yields after each of its evaluations and returns what it found. */
export type Search<R> = Generator<void, R, void>

/** Does all pieces of a search at once. */
export function searchNow<R>(search: Search<R>): R {
  for (;;) {
    const { done, value } = search.next()
    if (done) return value
  }
}

/**
 * A search that is done piece by piece, by whoever knows how many pieces are done. It is the same each time it is begun, so that what is done
 * is not done again, and where it was not done here it is done first.
 */
export interface Pieces<R> {
  /** Does one piece after so many; what was found if that was the last one. */
  after(pieces: number): { readonly result: R } | undefined
  /** What is found, with all pieces that are left done at once. */
  now(): R
}

export function pieces<R>(begin: () => Search<R>): Pieces<R> {
  let live: Search<R> | undefined
  let count = 0
  let found: { readonly result: R } | undefined
  const next = () => {
    live ??= begin()
    try {
      const { done, value } = live.next()
      count++
      if (done) found = { result: value }
    } catch (error) {
      // a generator that has thrown is at its end
      live = undefined
      count = 0
      throw error
    }
  }
  return {
    after: (done) => {
      while (found === undefined && count <= done) next()
      return done + 1 >= count ? found : undefined
    },
    now: () => {
      while (found === undefined) next()
      return found.result
    },
  }
}
