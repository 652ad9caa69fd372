// npm run boundaries: the rules of .dependency-cruiser.cjs, then that no folders know each other in a circle.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderCycles } from './folder-cycles.mjs'
import { node, program, root } from './workspace.mjs'

const folders = ['packages', 'scripts', 'bench'].filter((folder) => existsSync(join(root, folder)))
const temporary = mkdtempSync(join(tmpdir(), 'gardner-boundaries-'))
const found = join(temporary, 'found.json')
const depcruise = (bin, ...args) => node([program('dependency-cruiser', bin), ...args])
try {
  const { code, output } = await depcruise('depcruise', ...folders, '--output-type', 'json', '--output-to', found)
  if (!existsSync(found)) {
    console.log(output.trimEnd())
    process.exitCode = code || 1
  } else {
    const told = await depcruise('depcruise-fmt', '--exit-code', found)
    console.log(told.output.trim())
    const { cyclic, needless } = folderCycles(JSON.parse(readFileSync(found, 'utf8')).modules)
    for (const { from, to, files } of cyclic) console.log(`cycle of folders: ${from} → ${to}: ${files}`)
    for (const { from, to } of needless) console.log(`no cycle any more, take it off the list: ${from} → ${to}`)
    process.exitCode = told.code || (cyclic.length + needless.length > 0 ? 1 : 0)
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
