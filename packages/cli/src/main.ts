#!/usr/bin/env node
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { compose } from './composition.js'
import { unwritten } from './file/reason.js'
import { textTo } from './file/stream.js'
import { gardner } from './gardner.js'
import { messageOf, stackOf } from './session/failure.js'

const { stdout, stderr, env } = process
let answered = false

// A limit on the size of files is told like a full disk; without a listener it kills.
if (process.platform !== 'win32') process.on('SIGXFSZ', () => {})

// A reader that has seen enough, such as `head`, is no failure; a full disk is one.
stderr.on('error', () => process.exit(1))
stdout.on('error', (error: NodeJS.ErrnoException) => {
  answered = true
  if (error.code === 'EPIPE') process.exit(0)
  stderr.write(`gardner: ${unwritten('to stdout', error).message}\n`)
  process.exit(1)
})

// stdout belongs to the answer: what plugins say goes to stderr.
for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error

// A plugin that waits for ever leaves nothing to do, and Node ends without a word.
process.on('exit', (code) => {
  if (answered || (code !== 0 && code !== 13)) return
  stderr.write('gardner: a plugin never finished; expected no endless await\n')
  process.exitCode = 2
})

// What a plugin leaves behind to throw later belongs to no answer.
process.on('uncaughtException', (error) => {
  answered = true
  stderr.write(`gardner: thrown where nothing waits for it: ${messageOf(error)}\n`)
  if (process.argv.includes('--verbose')) stderr.write(`${stackOf(error)}\n`)
  process.exit(1)
})

const session = compose({
  output: {
    out: textTo(stdout, 'to stdout'),
    err: (text) => void stderr.write(text),
  },
  terminal: {
    ...(stderr.isTTY && env.TERM !== 'dumb' ? { live: stderr } : {}),
    ...(stdout.isTTY ? { width: Number(env.COLUMNS) || stdout.columns || 80 } : {}),
    colour: stdout.isTTY && env.TERM !== 'dumb' && !env.NO_COLOR,
  },
  surroundings: { folder: process.cwd(), variables: env },
  signals: {
    listen: (interrupted) => {
      process.on('SIGINT', interrupted).on('SIGTERM', interrupted)
      return () => void process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    },
    end: () => process.exit(130),
    idle: (ended) => {
      process.once('beforeExit', ended)
      return () => void process.off('beforeExit', ended)
    },
  },
  threads: {
    count: availableParallelism(),
    spawn: () => new Worker(new URL('./jobs/thread.js', import.meta.url)),
  },
  clock: () => performance.now(),
})

const code = await gardner(process.argv.slice(2), session)
answered = true
process.exitCode = code
