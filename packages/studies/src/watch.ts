/** Tells of the parts of a study: of each when it is done, and on a terminal of how far those are that are not. */
export interface Watch {
  /** A part is begun; the function says how far it is, 1 at its end. */
  part(title: string): (share: number) => void
  /** A part was done before. */
  known(): void
}

/** Where it is told: a line that is written over, and lines that stay. */
export interface WatchOutput {
  readonly line: { show(text: () => string): void; clear(): void }
  err(text: string): void
}

export function watching({ line, err }: WatchOutput, all: number): Watch {
  const shares: number[] = []
  const percent = () => Math.floor((100 * shares.reduce((sum, share) => sum + share, 0)) / all)
  return {
    part: (title) => {
      const k = shares.push(0) - 1
      return (share) => {
        if (shares[k] === 1) return
        shares[k] = share
        if (share < 1) return line.show(() => `${percent()} % ${title} (${Math.floor(100 * share)} %)`)
        line.clear()
        err(`${String(percent()).padStart(3)} %  ${title}\n`)
      }
    },
    known: () => void shares.push(1),
  }
}
