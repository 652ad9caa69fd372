import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The text of Vega, for pages that have to do without a network: see {@link page}. */
export async function runtime(): Promise<string> {
  const module = createRequire(import.meta.url).resolve('vega')
  return readFile(join(dirname(module), 'vega.min.js'), 'utf8')
}
