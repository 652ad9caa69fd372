import { signal } from '@preact/signals'
import { openEngine } from './open-engine.js'
import { readAddress } from './state/address.js'
import { Explorer } from './state/explorer.js'
import { keepAddress, noticesOf } from './state/history.js'
import { isFirstVisit } from './view/tour.js'

const { settings, problems } = readAddress(location.hash)

/** Whether the tour is shown: read before the address is written. */
export const tour = signal(isFirstVisit(location.hash))

/** The page without its looks: it is made first, so that workers start while charts are still being read. */
export const explorer = new Explorer(openEngine(), settings)
explorer.notices.value = noticesOf(problems)
keepAddress(explorer)

// unexpected errors are shown on the page, not only in the console
const show = (error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  explorer.notices.value = [...new Set([...explorer.notices.peek(), `Something went wrong in this page: ${message}`])]
}
addEventListener('error', ({ error, message }) => show(error ?? message))
addEventListener('unhandledrejection', ({ reason }) => show(reason))
