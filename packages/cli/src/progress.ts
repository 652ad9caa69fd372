import { CLOCK, type Container, resolve, TERMINAL, WHICH } from './ports.js'

/** Between two looks of the line: often enough for an eye. */
const PERIOD_MS = 100

/** A line on the terminal that is written over; silence where stderr is not a terminal. */
export interface Progress {
  show(line: () => string): void
  /** The same, however short ago the last one was. */
  now(line: () => string): void
  clear(): void
}

export function progress(container: Container): Progress {
  const { live } = resolve(container, TERMINAL)
  if (live === undefined) return { show: () => {}, now: () => {}, clear: () => {} }
  const clock = resolve(container, CLOCK)
  let last = clock()
  let shown = false
  const which = resolve(container, WHICH).progress
  const write = (line: string) => {
    last = clock()
    shown = true
    const text = which === '' ? line : `${which}: ${line}`
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
