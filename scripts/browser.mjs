// Bundles what a page would import, for browsers, and runs it with nothing of Node around it.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'vite'
import { energies } from './browser/machine.mjs'

const root = join(import.meta.dirname, '..')
const warnings = []
const [{ output }] = await build({
  root,
  configFile: false,
  logLevel: 'silent',
  build: {
    write: false,
    target: 'es2022',
    lib: { entry: join(root, 'scripts', 'browser', 'page.mjs'), formats: ['iife'], name: 'page' },
    rollupOptions: { onwarn: (warning) => warnings.push(warning.message) },
  },
})
const [{ code }] = output

let [passed, failed] = [0, 0]
const check = async (name, verify) => {
  try {
    await verify()
    passed++
    console.log(`✓ ${name}`)
  } catch (error) {
    failed++
    console.log(`✗ ${name}: ${error.stack}`)
  }
}

await check('the bundle asks for nothing of Node', () => {
  assert.deepEqual(
    warnings.filter((message) => /externalized|node:/.test(message)),
    [],
  )
  assert.doesNotMatch(code, /__vite-browser-external|require\(|\bprocess\.(?!env)/)
})

await check('it runs on web globals alone', async () => {
  // of a page: no process, no require, no setImmediate, no Buffer
  const page = { performance, MessageChannel, AbortController, setTimeout, clearTimeout, console, atob }
  page.globalThis = page
  createContext(page)
  runInContext(code, page)
  const { value, error, entropy, points, named, energies: sampled } = await page.report
  assert.ok(Math.abs(value - 2 / (1 - 1 / Math.PI)) <= error)
  assert.ok(entropy > 0 && entropy < Math.LN2)
  assert.equal(points, 10)
  assert.equal(named, 'binary')
  assert.equal(sampled.length, 100)
  assert.deepEqual([...sampled], energies())
})

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
