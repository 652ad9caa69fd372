import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The text of Vega and of the interpreter of its expressions, for pages that have to do without a network: see {@link page}. */
export async function runtime(): Promise<string> {
  const require = createRequire(import.meta.url)
  const files = [join(dirname(require.resolve('vega')), 'vega.min.js'), require.resolve('vega-interpreter')]
  const [vega, interpreter] = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return `${vega}\n${inGlobals(interpreter)}`
}

/** The interpreter is shipped as a module only: what it imports Vega has, and what it exports is put beside that. */
const inGlobals = (module: string): string =>
  `(() => {\n${module
    .replace(/^import (\{[^}]*\}) from 'vega-util';$/m, 'const $1 = vega;')
    .replace(/^export \{ (\w+) as expressionInterpreter \};$/m, 'vega.expressionInterpreter = $1;')
    .replace(/^\/\/# sourceMappingURL.*$/m, '')}\n})()`
