/** A list that is never longer than so many entries: when it is full every other one is left out, and of those to come. */
export interface Thinned<T> {
  readonly entries: readonly T[]
  /** Adds an entry if it is its turn, or must be. */
  add(entry: T, must?: boolean): void
}

export function thinned<T>(most: number): Thinned<T> {
  let entries: T[] = []
  let stride = 1
  let seen = 0
  return {
    get entries() {
      return entries
    },
    add: (entry, must = false) => {
      if (seen++ % stride !== 0 && !must) return
      if (entries.length >= most) {
        entries = entries.filter((_, i) => i % 2 === 0)
        stride *= 2
      }
      entries.push(entry)
    },
  }
}
