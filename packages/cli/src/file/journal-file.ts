import type { JournalFile } from '@gardner/studies'
import type { Store } from '../session/store.js'
import { unwritten } from './reason.js'

/** A journal that is kept in a store, with errors that name it. */
export function journalFile(store: Store, shown: string): JournalFile {
  const kept = store.at(shown, 'out')
  const named = (write: () => void): void => {
    try {
      write()
    } catch (error) {
      throw unwritten(shown, error)
    }
  }
  return {
    shown,
    read: () => (kept.exists() ? kept.read() : ''),
    append: (text) => named(() => kept.append(text)),
    write: (text) => named(() => kept.write(text)),
    remove: () => kept.remove(),
  }
}
