#!/usr/bin/env node
import { compose } from './composition.js'
import { gardner } from './gardner.js'

const { stdout, stderr, env } = process

// A reader that has seen enough, such as `head`, is no failure.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

const container = compose({
  output: {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
  },
  terminal: {
    ...(stderr.isTTY && env.TERM !== 'dumb' ? { live: stderr } : {}),
    colour: stdout.isTTY && env.TERM !== 'dumb' && !env.NO_COLOR,
  },
  surroundings: { folder: process.cwd(), variables: env },
  signals: {
    listen: (interrupted) => {
      process.on('SIGINT', interrupted).on('SIGTERM', interrupted)
      return () => void process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    },
    end: () => process.exit(130),
  },
  clock: () => performance.now(),
})

process.exitCode = await gardner(process.argv.slice(2), container)
