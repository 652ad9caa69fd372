/**
 * npm run bench: compiles the sources as they are into node_modules/.cache, and times that.
 *
 * Not under tsx, which this file itself runs under: it keeps the names of functions by a call for every closure that is
 * made, and a fifth of the time of a curve would be that.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules', '.cache', 'gardner-bench')

function compile(from: string, to: string): void {
  for (const file of readdirSync(from, { encoding: 'utf8', recursive: true })) {
    if (!file.endsWith('.ts')) continue
    const out = join(to, file).replace(/\.ts$/, '.js')
    const { outputText } = ts.transpileModule(readFileSync(join(from, file), 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ES2022,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    })
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, outputText)
  }
}

/** Packages of the workspace, and those that they need. */
function withNeeds(names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names)
  for (const name of found) {
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
    )
    for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (needed.startsWith('@gardner/')) found.add(needed.slice('@gardner/'.length))
    }
  }
  return found
}

rmSync(cache, { recursive: true, force: true })
for (const name of withNeeds(['activations', 'weights', 'ansatze', 'samplers'])) {
  const folder = join(root, 'packages', name)
  const installed = join(cache, 'node_modules', '@gardner', name)
  compile(join(folder, 'src'), join(installed, 'dist'))
  cpSync(join(folder, 'package.json'), join(installed, 'package.json'))
}
compile(join(root, 'bench'), join(cache, 'bench'))
writeFileSync(join(cache, 'package.json'), '{ "type": "module" }\n')
for (const file of ['reference.json', 'scipy_rs.py', 'scipy_ansatze.py', 'machines/bits.c', 'machines/flips.py'])
  cpSync(join(root, 'bench', file), join(cache, 'bench', file))

const { status } = spawnSync(process.execPath, [join(cache, 'bench', 'main.js'), root, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
