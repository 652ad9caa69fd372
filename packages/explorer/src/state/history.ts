import { effect } from '@preact/signals'
import { addressOf, readAddress } from './address.js'
import type { Explorer } from './explorer.js'

/** A change that goes on, such as a drag, is one step of the history. */
const PAUSE = 400

/** The messages on parts of an address that could not be used. */
export const noticesOf = (problems: readonly string[]): readonly string[] =>
  problems.length === 0 ? [] : [...problems, 'A default stands in its place.']

/** Writes what is chosen into the address, and takes it from there when the reader goes back or forward. */
export function keepAddress(explorer: Explorer): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let first = true
  effect(() => {
    const address = `#${addressOf(explorer.settings.value)}`
    clearTimeout(timer)
    if (first) {
      first = false
      history.replaceState(null, '', address)
      return
    }
    timer = setTimeout(() => {
      if (address !== location.hash) history.pushState(null, '', address)
    }, PAUSE)
  })
  const read = () => {
    if (location.hash === `#${addressOf(explorer.settings.peek())}`) return
    const { settings, problems } = readAddress(location.hash)
    explorer.set(settings)
    explorer.notices.value = noticesOf(problems)
  }
  addEventListener('popstate', read)
  addEventListener('hashchange', read)
}
