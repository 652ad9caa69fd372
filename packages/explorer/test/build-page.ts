import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { chromium, page } from './browser.ts'

const root = join(import.meta.dirname, '..')

/** The latest change of a folder of sources. */
const changed = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )

/** Builds the page once where it is older than what it is made of. */
export default async function setup(): Promise<void> {
  if (!existsSync(chromium)) {
    console.warn(`no Chromium at ${chromium}: the tests of the page in a browser are SKIPPED; set CHROMIUM to its path`)
    return
  }
  const packages = join(root, '..')
  const sources = readdirSync(packages)
    .filter((name) => name !== 'cli')
    .map((name) => join(packages, name, 'src'))
    .filter((folder) => existsSync(folder))
  const own = ['index.html', 'vite.config.ts', 'single-file.ts'].map((file) => statSync(join(root, file)).mtimeMs)
  const built = existsSync(page) ? statSync(page).mtimeMs : 0
  if (built < Math.max(...own, ...sources.map(changed))) {
    await build({ root, configFile: join(root, 'vite.config.ts') })
  }
}
