// `npm pack` of every package, as a user would receive it.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packages, run } from './workspace.mjs'

/**
 * Packs all packages into a folder, or takes those that are in it already; gives the tarball of each by name. Throws what npm
 * printed if it fails.
 */
export const packAll = async (folder) => {
  if (readdirSync(folder).length === 0) {
    const options = ['--workspaces', '--pack-destination', folder, '--loglevel=error']
    const { code, output } = await run('npm', ['pack', ...options])
    if (code !== 0) throw new Error(output)
  }
  const made = readdirSync(folder)
  return new Map(
    packages().map(({ name, version }) => {
      const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
      if (!made.includes(file)) throw new Error(`npm pack made no ${file}; it made ${made.join(', ')}`)
      return [name, join(folder, file)]
    }),
  )
}
