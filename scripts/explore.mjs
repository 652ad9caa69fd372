// npm run explore: install and build if needed, the page too, then serve it. Extra arguments are passed on.
import { join } from 'node:path'
import { build, buildExplorer, install, node, prepare, root } from './workspace.mjs'

await prepare(install, build, buildExplorer)
const main = join(root, 'packages', 'cli', 'dist', 'main.js')
const { code } = await node([main, 'explore', ...process.argv.slice(2)], { inherit: true })
process.exitCode = code
