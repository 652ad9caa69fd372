import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve as resolvePath } from 'node:path'

/** `from './g.js'`, `import './g.js'`, `import('./g.js')`, `require('./g.js')`. */
const RELATIVE = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g

/** What may be left out at the end of a path. */
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.json', '/index.js']

/** A module's file and those that it imports by relative paths, and they in turn. What comes from packages is not among them. */
export function filesOfModule(entry: string): readonly string[] {
  const files = [entry]
  // the list grows while it is gone through
  for (const file of files) {
    for (const [, , path] of textOf(file).matchAll(RELATIVE)) {
      const found = ENDINGS.map((ending) => `${resolvePath(dirname(file), path)}${ending}`).find(readable)
      if (found !== undefined && !files.includes(found)) files.push(found)
    }
  }
  return files
}

/** 128 bits that differ where the texts of a module do. */
export function digestOfModule(entry: string): string {
  const hash = createHash('sha256')
  for (const file of filesOfModule(entry)) {
    const text = textOf(file)
    hash.update(`${text.length} ${text}`)
  }
  return hash.digest('hex').slice(0, 32)
}

const readable = (file: string): boolean => existsSync(file) && textOf(file) !== ''

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // a folder, or a file that only the loader can read
    return ''
  }
}
