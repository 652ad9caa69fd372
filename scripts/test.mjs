// npm test: install if needed, then every check of the workspace. Two lanes of stages run beside each other and are told of in
// the order of the list: a stage is named when its turn comes, a test file when it has ended, and a stage that fails shows what
// failed. The last line is `N passed, N failed`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, node, prepare, program } from './workspace.mjs'

await prepare(install)

const temporary = mkdtempSync(join(tmpdir(), 'gardner-test-'))
/** Where the first stage that packs the packages leaves them for the next. */
const tarballs = join(temporary, 'tarballs')
mkdirSync(tarballs)
const packed = (script) => node([script], { env: { GARDNER_TARBALLS: tarballs } })

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

const unit = (grid) => async (tell) => {
  const file = join(temporary, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const line = (text) => fileEnded.test(text) && tell(`    ${text.trim()}`)
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

/** Those of the first lane, the long ones, keep all cores busy; beside them run the others, which mostly keep one. */
const stages = [
  // one process for all packages, where nx takes one for each
  {
    name: 'build',
    long: true,
    run: async () => {
      const compiled = await node([program('typescript', 'tsc'), '-b'])
      return once(compiled.code === 0 ? await node([program('vite'), 'build', 'packages/explorer']) : compiled)
    },
  },
  {
    name: 'lint',
    run: async () =>
      once(await node([program('@biomejs/biome', 'biome'), 'ci', '--colors=off', '--error-on-warnings'])),
  },
  // against the declarations of the packages, whose sources the build has checked
  {
    name: 'types',
    needs: 'build',
    run: async () => once(await node([program('typescript', 'tsc'), '-p', 'tsconfig.check.json'])),
  },
  { name: 'boundaries', run: async () => once(await node(['scripts/boundaries.mjs'])) },
  { name: 'boundary rules', run: async () => counted(await node(['scripts/boundaries.test.mjs'])) },
  { name: 'packages', needs: 'build', run: async () => counted(await packed('scripts/packages.mjs')) },
  { name: 'browser', needs: 'build', run: async () => counted(await node(['scripts/browser.mjs'])) },
  { name: 'gallery', needs: 'build', run: async () => once(await node(['scripts/gallery.mjs', '--check'])) },
  { name: 'pack', needs: 'build', run: async () => counted(await packed('scripts/pack.mjs')) },
  { name: 'docs rules', run: async () => counted(await node(['scripts/docs.test.mjs'])) },
  { name: 'unit tests', long: true, run: unit('representatives') },
  // what npm test takes representatives of
  { name: 'whole', long: true, asked: true, run: unit('whole') },
  { name: 'docs', long: true, needs: 'build', run: async () => counted(await node(['scripts/docs.mjs'])) },
]

const only = process.argv.slice(2)
const unknown = only.filter((name) => !stages.some((stage) => stage.name === name))
if (unknown.length > 0) {
  console.error(`unknown stage: ${unknown.join(', ')}; known: ${stages.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

/** How the stages of this run end, by name. */
const ends = new Map()

const deferred = () => {
  let resolve
  const promise = new Promise((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** A stage that is perhaps under way before its turn comes to be told of: what it says is kept until then. */
const underWay = ({ name, needs, run }) => {
  let tell = (text) => kept.push(text)
  const kept = []
  const { promise, resolve } = deferred()
  ends.set(name, promise)
  const begin = async () => {
    const needed = await ends.get(needs)
    const since = performance.now()
    const result =
      needed?.failed > 0 ? { passed: 0, failed: 1, note: `not run: ${needs} failed` } : await run((text) => tell(text))
    resolve({ ...result, seconds: (performance.now() - since) / 1000 })
  }
  const told = () => {
    for (const text of kept) console.log(text)
    tell = console.log
    return promise
  }
  return { begin, told }
}

const chosen = stages
  .filter(({ name, asked }) => (only.length > 0 ? only.includes(name) : !asked))
  .map((stage) => ({ ...stage, ...underWay(stage) }))

const lane = async (all) => {
  for (const { begin } of all) await begin()
}
const done = Promise.all([lane(chosen.filter(({ long }) => long)), lane(chosen.filter(({ long }) => !long))])

const total = { passed: 0, failed: 0 }
for (const { name, told } of chosen) {
  console.log(`… ${name}`)
  const result = await told()
  total.passed += result.passed
  total.failed += result.failed
  const note = result.note ? ` (${result.note})` : ''
  const counts = `${result.passed} passed, ${result.failed} failed${note}`
  console.log(
    `${result.failed > 0 ? '✗' : '✓'} ${name.padEnd(16)}${result.seconds.toFixed(1).padStart(6)} s   ${counts}`,
  )
  if (result.failed > 0 && result.output) console.log(result.output.trimEnd().replace(/^/gm, '    '))
}
await done

rmSync(temporary, { recursive: true, force: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
