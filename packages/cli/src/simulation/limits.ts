import { setMaxListeners } from 'node:events'

/** A signal that is given when another one is, or when the time is up; and which of the two it was. */
export interface Limits {
  readonly signal: AbortSignal
  readonly expired: () => boolean
  readonly release: () => void
}

export function limits(outer: AbortSignal, budget: number | undefined): Limits {
  const controller = new AbortController()
  // all pieces of work wait for the one signal
  setMaxListeners(0, controller.signal)
  let expired = false
  const abort = () => controller.abort()
  const expire = () => {
    expired = !outer.aborted
    abort()
  }
  if (outer.aborted) abort()
  outer.addEventListener('abort', abort)
  const timer = budget === undefined ? undefined : setTimeout(expire, Math.min(budget, LONGEST))
  return {
    signal: controller.signal,
    expired: () => expired,
    release: () => {
      clearTimeout(timer)
      outer.removeEventListener('abort', abort)
    },
  }
}

/** Timers know no longer time, some 24 days. */
const LONGEST = 2 ** 31 - 1
