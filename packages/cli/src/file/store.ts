import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { Files } from '../session/session.js'
import type { Store } from '../session/store.js'
import { fileAt } from './destination.js'
import { appendWhole, writeWhole } from './whole.js'

/** Checkpoints and journals in files, whose names are their paths. */
export const fileStore = (files: Files): Store => ({
  at: (name, option) => {
    const file = fileAt(files, name, option)
    return {
      exists: () => existsSync(file),
      read: () => readFileSync(file, 'utf8'),
      write: (text) => writeWhole(file, text),
      append: (text) => appendWhole(file, text),
      remove: () => rmSync(file, { force: true }),
    }
  },
})
