// npm start: install and build if needed, then do the main job. Extra arguments are passed on to it.
import { join } from 'node:path'
import { build, install, node, prepare, root } from './workspace.mjs'

const mainJob = ['reproduce', 'bmz2019']

await prepare(install, build)
const main = join(root, 'packages', 'cli', 'dist', 'main.js')
const { code } = await node([main, ...mainJob, ...process.argv.slice(2)], { inherit: true })
process.exitCode = code
