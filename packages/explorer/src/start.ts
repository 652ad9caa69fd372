import { openEngine } from './open-engine.js'
import { readAddress } from './state/address.js'
import { Explorer } from './state/explorer.js'
import { keepAddress } from './state/history.js'

const { settings, problems } = readAddress(location.hash)

/** The page without its looks: it is made first, so that workers start while charts are still being read. */
export const explorer = new Explorer(openEngine(), settings)
explorer.notices.value = problems
keepAddress(explorer)
