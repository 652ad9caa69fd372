import type { Session } from './session.js'

/**
 * npm and npx pass on a Ctrl-C that the terminal has already delivered: signals so close to each other are one
 * keystroke.
 */
const ONE_KEYSTROKE_MS = 300

/** Runs work that can be asked to hand over what it has. A second signal ends the program at once. */
export async function interruptible<T>(
  { signals, clock }: Pick<Session, 'signals' | 'clock'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController()
  let first = Number.NaN
  const stop = signals.listen(() => {
    if (!abort.signal.aborted) {
      first = clock()
      abort.abort()
    } else if (clock() - first > ONE_KEYSTROKE_MS) signals.end()
  })
  try {
    return await work(abort.signal)
  } finally {
    stop()
  }
}
