// npm test: install if needed, then every check of the workspace. A stage is named when it begins, a test file when it
// ends, and a stage that fails shows what failed. The last line is `N passed, N failed`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, node, prepare, program, root } from './workspace.mjs'

await prepare(install)

const temporary = mkdtempSync(join(tmpdir(), 'gardner-test-'))
const once = ({ code, output }) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output })

/** A stage that closes with `N passed, N failed` counts its own cases. */
const counted = ({ code, output }) => {
  const last = output
    .trimEnd()
    .split('\n')
    .at(-1)
    ?.match(/^(\d+) passed, (\d+) failed$/)
  if (!last) return { passed: 0, failed: 1, output }
  const [passed, failed] = [Number(last[1]), Number(last[2])]
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, output }
}

/** What vitest says when a file ends: a mark, the file, how many tests, how long. */
const fileEnded = /^ *[✓❯×↓] .*\.test\.ts \(/

const unit = (grid) => async () => {
  const file = join(temporary, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const line = (text) => fileEnded.test(text) && console.log(`    ${text.trim()}`)
  const { code, output: all } = await node([program('vitest'), 'run', ...reporters], {
    env: { CI: 'true', GARDNER_GRID: grid },
    line,
  })
  // the files that passed were told of as they ended
  const failures = all.search(/^.*(Failed (Suites|Tests)|Unhandled (Errors|Rejection))/m)
  const output = failures < 0 ? all.split('\n').slice(-60).join('\n') : all.slice(failures)
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const broken = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
    )
    const passed = report.numPassedTests
    const failed = report.numFailedTests + broken.length
    const skipped = report.numPendingTests + report.numTodoTests
    const silent = failed === 0 && (code !== 0 || passed === 0)
    return { passed, failed: silent ? 1 : failed, output, note: skipped > 0 ? `${skipped} skipped` : undefined }
  } catch {
    return { passed: 0, failed: 1, output }
  }
}

const folders = ['packages', 'scripts', 'bench'].filter((folder) => existsSync(join(root, folder)))

const stages = [
  // what another checkout left in a cache may hold files whose sources are gone
  { name: 'build', run: async () => once(await node([program('nx'), 'run-many', '-t', 'build', '--skip-nx-cache'])) },
  {
    name: 'lint',
    run: async () =>
      once(await node([program('@biomejs/biome', 'biome'), 'ci', '--colors=off', '--error-on-warnings'])),
  },
  { name: 'types', run: async () => once(await node([program('typescript', 'tsc'), '-p', 'tsconfig.check.json'])) },
  {
    name: 'boundaries',
    run: async () => once(await node([program('dependency-cruiser', 'depcruise'), ...folders])),
  },
  { name: 'boundary rules', run: async () => counted(await node(['scripts/boundaries.test.mjs'])) },
  { name: 'packages', needs: 'build', run: async () => counted(await node(['scripts/packages.mjs'])) },
  { name: 'browser', needs: 'build', run: async () => counted(await node(['scripts/browser.mjs'])) },
  { name: 'unit tests', run: unit('representatives') },
  // what npm test takes representatives of
  { name: 'whole', asked: true, run: unit('whole') },
  { name: 'docs', needs: 'build', run: async () => counted(await node(['scripts/docs.mjs'])) },
  { name: 'gallery', needs: 'build', run: async () => once(await node(['scripts/gallery.mjs', '--check'])) },
  { name: 'pack', needs: 'build', run: async () => counted(await node(['scripts/pack.mjs'])) },
]

const only = process.argv.slice(2)
const unknown = only.filter((name) => !stages.some((stage) => stage.name === name))
if (unknown.length > 0) {
  console.error(`unknown stage: ${unknown.join(', ')}; known: ${stages.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

const total = { passed: 0, failed: 0 }
const failures = new Set()
for (const { name, needs, asked, run } of stages) {
  if (only.length > 0 ? !only.includes(name) : asked) continue
  const begin = performance.now()
  console.log(`… ${name}`)
  const result = failures.has(needs) ? { passed: 0, failed: 1, note: `not run: ${needs} failed` } : await run()
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  total.passed += result.passed
  total.failed += result.failed
  if (result.failed > 0) failures.add(name)
  const note = result.note ? ` (${result.note})` : ''
  const counts = `${result.passed} passed, ${result.failed} failed${note}`
  console.log(`${result.failed > 0 ? '✗' : '✓'} ${name.padEnd(16)}${seconds.padStart(6)} s   ${counts}`)
  if (result.failed > 0 && result.output) console.log(result.output.trimEnd().replace(/^/gm, '    '))
}

rmSync(temporary, { recursive: true, force: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
