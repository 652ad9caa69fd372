import { wholeNumber } from '@gardner/core'
import type { Session } from '../session/session.js'
import { numeral } from './numeral.js'
import type { Settings } from './settings.js'

/** How many workers were asked for: by default as many as the engine runs at once, and no more than there is work for. */
export function workersOf({ engine }: Pick<Session, 'engine'>, { workers }: Settings, most: number): number {
  if (workers !== undefined) {
    return Math.min(most, wholeNumber('workers', numeral('workers', workers, 'a whole number, 0 or above')))
  }
  // one piece of work needs no second thread
  return most === 1 ? 0 : Math.min(most, engine.parallel)
}
