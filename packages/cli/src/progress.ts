import { CLOCK, type Container, resolve, TERMINAL } from './ports.js'

/** Between two looks of the line: often enough for an eye. */
const PERIOD_MS = 100

/** A line on the terminal that is written over; silence where stderr is not a terminal. */
export interface Progress {
  show(line: () => string): void
  clear(): void
}

export function progress(container: Container): Progress {
  const { live } = resolve(container, TERMINAL)
  if (live === undefined) return { show: () => {}, clear: () => {} }
  const clock = resolve(container, CLOCK)
  let last = clock()
  let shown = false
  return {
    show: (line) => {
      if (clock() - last < PERIOD_MS) return
      last = clock()
      shown = true
      live.write(`\r\x1b[K${line().slice(0, Math.max(20, (live.columns ?? 80) - 1))}`)
    },
    clear: () => {
      if (shown) live.write('\r\x1b[K')
      shown = false
    },
  }
}
