import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import type { Actions } from '../src/program/actions.js'
import { program } from '../src/program/program.js'
import { type Bundle, bundled } from './bundle.js'
import { fixture, folderWith } from './harness.js'

/** What a command is asked that takes far longer than a test may wait, and how it ends. */
interface Long {
  readonly argv: string
  /** What it says when its budget is over, with exit code 1; undefined for commands without one. */
  readonly exhausted?: RegExp
  /** What it says at Ctrl-C, with exit code 130. */
  readonly interrupted: RegExp
  /** Another code than that. */
  readonly code?: number
}

const heavy = `--plugin ${fixture('heavy.js')} --constraint heavy --activation relu --weights binary`
const finite = '--activation relu --weights binary --units 4 --inputs 16 --workers 0'
const sought = (name: string): Pick<Long, 'exhausted' | 'interrupted'> => ({
  exhausted: new RegExp(`the budget of 1 ms ended before the ${name} was found`),
  interrupted: new RegExp(`interrupted before the ${name} was found`),
})
const points = {
  exhausted: /the budget of 1 ms ended after \d+ of \d+ points/,
  interrupted: /interrupted after \d+ of \d+ points/,
}

const long: Readonly<Record<string, Long>> = {
  capacity: { argv: heavy, ...sought('capacity') },
  critical: { argv: `capacity ${heavy}`, ...sought('capacity') },
  instability: { argv: heavy, ...sought('instability') },
  solve: { argv: `${heavy} --alpha 0.5`, ...sought('saddle point') },
  curve: { argv: `${heavy} --alpha 0.001:0.9:0.001`, ...points },
  'franz-parisi': { argv: `${heavy} --alpha 0.5 --distances 0.01:0.4:0.001`, ...points },
  'local-entropy': {
    argv: '--activation relu --weights binary --alpha 0.5 --distances 0.01:0.2:0.00001',
    ...points,
  },
  stabilities: {
    argv: `${heavy} --alpha 0.5`,
    exhausted: /the budget of 1 ms ended before the saddle point was found/,
    interrupted: /interrupted (before the saddle point was found|after \d+ of \d+ points)/,
  },
  sample: {
    argv: `--method metropolis ${finite} --alpha 0.4 --sweeps 1e9 --beta 1`,
    exhausted: /the budget of 1 ms ended, after \d+ sweeps/,
    interrupted: /interrupted, after \d+ sweeps/,
  },
  robustness: {
    argv: `--method metropolis ${finite} --alpha 0.4 --sweeps 1e9 --beta 1`,
    exhausted: /the budget of 1 ms ended, after \d+ sweeps/,
    interrupted: /interrupted/,
  },
  success: {
    argv: `--method anneal ${finite} --alpha 3 --sweeps 1e9 --beta 1`,
    exhausted: /the budget of 1 ms ended after 0 of 20 attempts/,
    interrupted: /interrupted after 0 of 20 attempts/,
  },
  reproduce: { argv: 'activations --no-out --workers 0', interrupted: /interrupted after \d of 128 parts/ },
  table: { argv: '', interrupted: /interrupted after \d of 8 machines/ },
  explore: { argv: '', interrupted: /Ctrl-C ends it/, code: 0 },
}

/** Commands that end on their own before anyone could wait for them: a signal ends the program, and no file is half written. */
const brief: Readonly<Record<string, string>> = {
  instance: 'draws one machine',
  plot: 'draws what was found before',
  list: 'looks names up',
  complete: 'prints a script',
}

/** Questions whose search for where to begin takes long. */
const searches: readonly (readonly [argv: string, name: string])[] = [
  ...['3rsb', '7rsb'].map(
    (ansatz) => [`capacity --activation relu --weights spherical --ansatz ${ansatz}`, 'capacity'] as const,
  ),
  ['capacity --activation quadratic --weights binary --ansatz 2rsb', 'capacity'],
  ['instability --activation relu --weights spherical --ansatz 2rsb', 'instability'],
  ['critical breakUp --activation relu --weights binary --ansatz large-deviation:3,0.05', 'breakUp'],
  ['instability --activation polynomial:0,-3,0,1 --weights spherical --ansatz 1rsb', 'instability'],
  ...['1rsb', '2rsb', '7rsb', '1rsb:0.5'].map(
    (ansatz) => [`solve --activation relu --weights spherical --alpha 2.5 --ansatz ${ansatz}`, 'saddle point'] as const,
  ),
  ['solve --activation quadratic --weights binary --alpha 0.95 --ansatz 1rsb', 'saddle point'],
  // no spaces: a command here is split at them
  ['capacity --activation formula:abs(sin(3*x)) --weights spherical', 'kernel'],
  ['curve --activation formula:abs(sin(3*x)) --weights spherical --alpha 0.1:0.5:0.1', 'kernel'],
  [
    'sample --method anneal --activation formula:abs(sin(3*x)) --weights binary --alpha 0.1 --units 3 --inputs 15',
    'kernel',
  ],
]

const commands = program({ complete: () => {} } as unknown as Actions, '', () => {}).commands

it('every command is known here, and every budget', () => {
  const known = [...Object.keys(long), ...Object.keys(brief)].sort()
  expect(commands.map((command) => command.name()).sort()).toEqual(known)
  for (const command of commands) {
    const budget = command.options.some((option) => option.attributeName() === 'budget')
    expect({ name: command.name(), budget: long[command.name()]?.exhausted !== undefined }).toEqual({
      name: command.name(),
      budget,
    })
  }
})

describe('the built program', () => {
  let built: Bundle
  beforeAll(async () => {
    built = await bundled()
  })

  function ended(argv: string, signalled: boolean) {
    const first = signalled ? ['--import', pathToFileURL(fixture('ctrl-c.mjs')).href] : []
    const child = spawn(process.execPath, [...first, built.main, ...argv.split(' ').filter(Boolean)], {
      cwd: folderWith(),
      env: { ...process.env, NO_COLOR: '1', GARDNER_DEBUG: undefined, NODE_OPTIONS: undefined },
    })
    const text = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (chunk) => (text.out += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk) => (text.err += chunk))
    return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, ...text }))
    })
  }

  const budgeted = Object.entries(long).filter(([, { exhausted }]) => exhausted !== undefined)
  it.each(budgeted)('%s ends with its budget', async (name, { argv, exhausted }) => {
    const { code, err } = await ended(`${name} ${argv} --budget 1`, false)
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(exhausted as RegExp) })
  })

  it.each(Object.entries(long))('%s ends at Ctrl-C', async (name, { argv, interrupted, code: expected = 130 }) => {
    const { code, err } = await ended(`${name} ${argv}`, true)
    expect({ code, err }).toEqual({ code: expected, err: expect.stringMatching(interrupted) })
  })

  const curves = [
    'curve --activation relu --weights spherical --ansatz 3rsb --alpha 2.2:2.6:0.1',
    'curve --activation relu --weights spherical --ansatz 7rsb --alpha 2.5 --margin 0:0.2:0.1',
    'curve --activation relu --weights spherical --ansatz 3rsb --quantity capacity,instability --margin 0:0.2:0.1',
  ]
  it.each(representatives(curves, 2))('%s ends within its first point', async (argv) => {
    const late = await ended(`${argv} --budget 1`, false)
    expect(late).toMatchObject({ code: 1, err: expect.stringMatching(/the budget of 1 ms ended after 0 of \d points/) })
    const stopped = await ended(argv, true)
    expect(stopped).toMatchObject({ code: 130, err: expect.stringMatching(/interrupted after 0 of \d points/) })
  })

  it.each(representatives(searches, 2))('%s ends with its budget and at Ctrl-C', async (argv, name) => {
    const { exhausted, interrupted } = sought(name)
    const late = await ended(`${argv} --budget 1`, false)
    expect(late).toEqual({ code: 1, out: '', err: expect.stringMatching(exhausted as RegExp) })
    const stopped = await ended(argv, true)
    expect(stopped).toEqual({ code: 130, out: '', err: expect.stringMatching(interrupted) })
  })
})
