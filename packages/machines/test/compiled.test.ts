import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
// @ts-expect-error: a script without types
import { compile } from '../scripts/compile.mjs'
import { compiledBits } from '../src/flips/compiled-bits.js'

/** The text of the module and the code around it, without its layout. */
const content = (source: string) => source.replace(/'\s*\+\s*'/g, '').replace(/\s+/g, '')

test('the compiled module is the one that its source makes', async () => {
  const committed = readFileSync(new URL('../src/flips/compiled-bits.ts', import.meta.url), 'utf8')
  expect(content(committed)).toBe(content(await compile()))
})

test('the compiled module has its four functions and asks for memory alone', () => {
  const found = compiledBits() as WebAssembly.Module
  expect(
    WebAssembly.Module.exports(found)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['delta', 'flip', 'metropolis', 'reduced'])
  expect(WebAssembly.Module.imports(found)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
})
