// The workspace as the scripts see it: its folders, its programs, and how to bring it to life. Node only, no
// dependencies: this file runs before node_modules exists.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Was this module named on the command line, rather than imported? */
export const isMain = (url) => process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url)

/** The manifest of every package, with its folder. */
export const packages = () =>
  readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))

/** The JavaScript file behind a program of a dev dependency, so that no shell and no npx is needed. */
export const program = (name, bin = name) => {
  const folder = join(root, 'node_modules', name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin])
}

/** What programs of the workspace hear besides the environment. */
export const plain = { NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: undefined }

/**
 * Runs a program to its end and collects what it printed; a timeout in milliseconds ends it with code 124. With
 * `inherit` it has the terminal to itself: its output is shown, and Ctrl-C is its own business. `line` is called with
 * each line of its stdout as soon as the line is whole.
 */
export const run = (command, args, { cwd = root, env = {}, timeout = 0, inherit = false, line } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...(inherit ? {} : plain), ...env },
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    })
    let output = ''
    let expired = false
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text))
    if (line && child.stdout) createInterface({ input: child.stdout }).on('line', line)
    const expire = () => {
      expired = true
      child.kill('SIGKILL')
    }
    const timer = timeout > 0 ? setTimeout(expire, timeout) : undefined
    const wait = () => {}
    const forward = (signal) => child.kill(signal)
    if (inherit) process.on('SIGINT', wait).on('SIGTERM', forward)
    const end = (code, text = '') => {
      clearTimeout(timer)
      process.off('SIGINT', wait).off('SIGTERM', forward)
      resolve({ code, output: output + text })
    }
    child.on('error', (error) => end(127, `${error.message}\n`))
    child.on('close', (code, signal) => {
      if (expired) end(124, `stopped after ${timeout / 1000} s\n`)
      else if (signal) end(128 + constants.signals[signal], `ended by ${signal}\n`)
      else end(code)
    })
  })

export const node = (args, options) => run(process.execPath, args, options)

/** The time of the last change below a path. A folder's own time counts too: it tells of files that were removed. */
const newest = (path) => {
  if (!existsSync(path)) return 0
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** What the packages are built from. */
const sources = () => [
  ...['package-lock.json', 'tsconfig.json', 'tsconfig.base.json'].map((name) => join(root, name)),
  ...packages().flatMap(({ folder }) =>
    ['src', 'package.json', 'tsconfig.json', 'index.html', 'vite.config.ts', 'single-file.ts'].map((name) =>
      join(folder, name),
    ),
  ),
]

/**
 * A step that is done again only where a source is newer than the stamp it left, or its product is gone. `expected` says
 * how long it takes on two quiet cores.
 */
const stamped = ({ name, expected, product, work }) => {
  const stamp = join(root, 'node_modules', '.cache', 'gardner', name.replaceAll(' ', '-'))
  const begun = Date.now()
  const fresh = () => existsSync(product) && newest(stamp) >= Math.max(...sources().map(newest))
  return {
    name,
    expected,
    needed: () => !fresh(),
    work: async () => {
      const result = await work()
      if (result.code === 0) {
        mkdirSync(dirname(stamp), { recursive: true })
        writeFileSync(stamp, `${begun}\n`)
      }
      return result
    },
  }
}

const lock = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')

/** `npm ci`, if node_modules is missing or older than the lock file. */
export const install = {
  name: 'install packages',
  expected: 'half a minute',
  needed: () => !existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs,
  work: () => run('npm', ['ci', '--no-progress', '--loglevel=error']),
}

/** `tsc -b` over all packages: it compares sources with what was built, so little happens where little changed. */
export const build = stamped({
  name: 'build packages',
  expected: 'ten seconds',
  product: join(root, 'packages', 'cli', 'dist', 'main.js'),
  work: () => node([program('typescript', 'tsc'), '-b']),
})

export const buildExplorer = stamped({
  name: 'build explorer',
  expected: 'ten seconds',
  product: join(root, 'packages', 'explorer', 'dist', 'index.html'),
  work: () => node([program('vite'), 'build', join(root, 'packages', 'explorer')]),
})

/**
 * Carries steps out in order, a line of stderr for each: its name and how long it usually takes, then how long it took; on
 * a terminal with the seconds running. Steps that are not needed are silent. If one fails, shows what it printed and ends
 * the process.
 */
export const prepare = async (...steps) => {
  const { stderr } = process
  for (const { name, expected, needed, work } of steps) {
    if (!needed()) continue
    const begin = performance.now()
    const seconds = (digits) => ((performance.now() - begin) / 1000).toFixed(digits)
    const show = (text) => stderr.write(stderr.isTTY ? `\r\x1b[2K${text}` : text)
    show(`${name} (about ${expected}) …`)
    const clock = stderr.isTTY
      ? setInterval(() => show(`${name} (about ${expected}) … ${seconds(0)} s`), 1000)
      : undefined
    const { code, output } = await work()
    clearInterval(clock)
    show(stderr.isTTY ? `${name} … ${seconds(1)} s\n` : ` ${seconds(1)} s\n`)
    if (code === 0) continue
    stderr.write(`${output}\n${name}: failed\n`)
    process.exit(code > 128 ? code : 1)
  }
}

/** Counts cases, printing one line for each, and closes with `N passed, N failed`. */
export class Tally {
  passed = 0
  failed = 0

  case(name, ok, output = '') {
    if (ok) this.passed++
    else this.failed++
    console.log(`  ${ok ? '✓' : '✗'} ${name}`)
    if (!ok && output) console.log(output.trimEnd().replace(/^/gm, '    '))
    return ok
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    process.exitCode = this.failed > 0 ? 1 : 0
  }
}
