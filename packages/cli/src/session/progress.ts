import type { Session } from './session.js'

/** Between two looks of the line: often enough for an eye. */
const PERIOD_MS = 100

/** A line on the terminal that is written over; silence where stderr is not a terminal. */
export interface Progress {
  show(line: () => string): void
  /** The same, however short ago the last one was. */
  now(line: () => string): void
  clear(): void
}

export function progress({ terminal, clock, which }: Pick<Session, 'terminal' | 'clock' | 'which'>): Progress {
  const { live } = terminal
  if (live === undefined) return { show: () => {}, now: () => {}, clear: () => {} }
  let last = clock()
  let shown = false
  const write = (line: string) => {
    last = clock()
    shown = true
    const text = which.progress === '' ? line : `${which.progress}: ${line}`
    live.write(`\r\x1b[K${text.slice(0, Math.max(20, (live.columns ?? 80) - 1))}`)
  }
  return {
    show: (line) => {
      if (clock() - last >= PERIOD_MS) write(line())
    },
    now: (line) => write(line()),
    clear: () => {
      if (shown) live.write('\r\x1b[K')
      shown = false
    },
  }
}
