// A Node process that runs one script after another and is begun anew where one has ended it.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { plain } from '../workspace.mjs'

const block = join(import.meta.dirname, 'block.mjs')

/**
 * `run` gives the code with which a script ended and what was printed, and `end` lets the process go. A script that takes
 * longer than a timeout in milliseconds ends with code 124.
 */
export const keptProcess = ({ env, timeout }) => {
  let child
  const begin = () => {
    const begun = fork(block, [], {
      env: { ...process.env, ...plain, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [begun.stdout, begun.stderr]) stream.setEncoding('utf8')
    begun.on('close', () => {
      if (child === begun) child = undefined
    })
    return begun
  }
  const run = ({ folder, script, args = [] }) =>
    new Promise((resolve) => {
      child ??= begin()
      const one = child
      let output = ''
      let expired = false
      const keep = (text) => (output += text)
      const expire = () => {
        expired = true
        one.kill('SIGKILL')
      }
      const timer = timeout > 0 ? setTimeout(expire, timeout) : undefined
      const end = (code, text = '') => {
        clearTimeout(timer)
        for (const stream of [one.stdout, one.stderr]) stream.off('data', keep)
        one.off('message', ended).off('close', closed)
        resolve({ code, output: output + text })
      }
      const ended = () => end(0)
      const closed = (code) => (expired ? end(124, `stopped after ${timeout / 1000} s\n`) : end(code ?? 1))
      for (const stream of [one.stdout, one.stderr]) stream.on('data', keep)
      one.on('message', ended).on('close', closed)
      one.send({ folder, script, args })
    })
  return { run, end: () => child?.kill() }
}
