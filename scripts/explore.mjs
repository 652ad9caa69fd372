// npm run explore: install and build if needed, the page too, then serve it. Extra arguments are passed on.
import { join } from 'node:path'
import { build, install, node, program, quietly, root } from './workspace.mjs'

await quietly('npm ci', install)
await quietly('the build', build)
await quietly('the page', () => node([program('nx'), 'run', '@gardner/explorer:build']))
const main = join(root, 'packages', 'cli', 'dist', 'main.js')
const { code } = await node([main, 'explore', ...process.argv.slice(2)], { inherit: true })
process.exitCode = code
