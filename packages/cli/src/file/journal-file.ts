import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { JournalFile } from '@gardner/studies'
import type { Files } from '../session/session.js'
import { fileAt } from './destination.js'
import { unwritten } from './reason.js'
import { appendWhole, writeWhole } from './whole.js'

/** The file of a journal, which must not be one that the command reads. */
export function journalFile(files: Files, shown: string): JournalFile {
  const file = fileAt(files, shown, 'out')
  const named = (write: () => void): void => {
    try {
      write()
    } catch (error) {
      throw unwritten(shown, error)
    }
  }
  return {
    shown,
    read: () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
    append: (text) => named(() => appendWhole(file, text)),
    replace: (text) => named(() => writeWhole(file, text)),
    remove: () => rmSync(file, { force: true }),
  }
}
