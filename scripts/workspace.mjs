// The workspace as the scripts see it: its folders, its programs, and how to bring it to life. Node only, no
// dependencies: this file runs before node_modules exists.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
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

const plain = { NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: undefined }

/**
 * Runs a program to its end and collects what it printed; a timeout in milliseconds ends it with code 124. With
 * `inherit` it has the terminal to itself: its output is shown, and Ctrl-C is its own business.
 */
export const run = (command, args, { cwd = root, env = {}, timeout = 0, inherit = false } = {}) =>
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

/** `npm ci`, if node_modules is missing or older than the lock file. */
export const install = async () => {
  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return { code: 0, output: '' }
  return run('npm', ['ci', '--no-progress', '--loglevel=error'])
}

/** `tsc -b` over all packages: it compares sources with what was built, so nothing happens where nothing changed. */
export const build = () => node([program('typescript', 'tsc'), '-b'])

/** Runs a step that should be silent; on failure shows what it printed and ends the process. */
export const quietly = async (name, step) => {
  const { code, output } = await step()
  if (code === 0) return
  process.stderr.write(`${output}\n${name} failed\n`)
  process.exit(1)
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
