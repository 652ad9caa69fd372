import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
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
export default function setup(): void {
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
    // as `npm run build` does it: in this process it would be the page of a test
    const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js')
    const env = { ...process.env, NODE_ENV: 'production' }
    execFileSync(process.execPath, [vite, 'build'], { cwd: root, env, stdio: 'inherit' })
  }
}
