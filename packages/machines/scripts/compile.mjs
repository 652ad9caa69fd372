// Compiles assembly/bits.ts into src/flips/compiled-bits.ts: a module of 2 kB as text, so that nothing has to be fetched.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..')

/** The text of the module that assembly/bits.ts makes. */
export async function compile() {
  const { default: asc } = await import('assemblyscript/asc')
  const options = ['--runtime', 'stub', '--noAssert', '-O3', '--enable', 'simd', '--importMemory', '--noExportMemory']
  const made = new Map()
  const { error, stderr } = await asc.main(['bits.ts', ...options, '--outFile', 'bits.wasm'], {
    readFile: (name) => (name === 'bits.ts' ? readFileSync(join(folder, 'assembly', name), 'utf8') : null),
    writeFile: (name, contents) => void made.set(name, contents),
    listFiles: () => [],
  })
  if (error) throw new Error(`${error.message}\n${stderr}`)
  const text = Buffer.from(made.get('bits.wasm')).toString('base64')
  return `// Made by scripts/compile.mjs from assembly/bits.ts.

const text =
${text
  .match(/.{1,110}/g)
  .map((line) => `  '${line}'`)
  .join(' +\n')}

let found: WebAssembly.Module | null | undefined

/** The compiled code, or undefined where there is no WebAssembly with SIMD. */
export function compiledBits(): WebAssembly.Module | undefined {
  if (found === undefined) {
    try {
      found = new WebAssembly.Module(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
    } catch {
      found = null
    }
  }
  return found ?? undefined
}
`
}

const file = join(folder, 'src', 'flips', 'compiled-bits.ts')
if (process.argv[1] === import.meta.filename) {
  writeFileSync(file, await compile())
  console.log(`wrote ${file}`)
}
