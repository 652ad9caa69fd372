// Is every package, as packed, what its manifest says? publint, attw, and no built file without its source.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { packAll } from './tarballs.mjs'
import { node, packages, program, Tally } from './workspace.mjs'

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))

/** A package of a page has no modules to be imported, and its file is made of all sources at once. */
const isPage = ({ exports }) => exports['.'] === undefined

const orphans = (folder) =>
  files(join(folder, 'dist')).filter((file) => {
    const source = file.replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts')
    return source !== file && !existsSync(join(folder, 'src', source))
  })

const folder = mkdtempSync(join(tmpdir(), 'gardner-packages-'))
const tally = new Tally()
try {
  const tarballs = await packAll(process.env.GARDNER_TARBALLS ?? folder)
  const checks = packages().map(async (manifest) => {
    const { name, folder: place } = manifest
    const tarball = tarballs.get(name)
    if (isPage(manifest)) return { name, publint: await node([program('publint'), tarball, '--strict']) }
    const [publint, attw] = await Promise.all([
      node([program('publint'), tarball, '--strict']),
      node([program('@arethetypeswrong/cli', 'attw'), tarball, '--profile', 'esm-only', '--no-emoji', '--no-color']),
    ])
    return { name, publint, attw, lost: orphans(place) }
  })
  for (const { name, publint, attw, lost } of await Promise.all(checks)) {
    tally.case(`${name}: publint`, publint.code === 0, publint.output)
    if (attw === undefined) continue
    tally.case(`${name}: are the types wrong`, attw.code === 0, attw.output)
    tally.case(`${name}: built from its sources`, lost.length === 0, `npm run clean; no source for ${lost.join(', ')}`)
  }
} catch (error) {
  tally.case('npm pack', false, error.message)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
tally.end()
