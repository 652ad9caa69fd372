import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { serve } from '@gardner/core/worker'
import { describe, expect, it } from 'vitest'
import { jobs } from '../src/jobs/jobs.js'
import { folderWith, inFolder, run } from './harness.js'
import { after } from './signals.js'

const machine = '--activation relu --weights binary --units 4 --inputs 60 --alpha 0.5'
const schedule = '--sweeps 3000 --beta 1 --gamma 1 --replicas 3'
const sample = `sample --method rrr ${machine} ${schedule} --chains 2 --workers 0 --format json`
const success = `success --method anneal ${machine} --alpha 0.4:1:0.2 --seeds 6 --sweeps 400 --beta 0.5:6 --workers 0 --format json`
const still = { clock: () => 0 }

describe.each([
  ['sample', sample],
  ['success', success],
  [
    'robustness',
    sample.replace('sample', 'robustness --flips 0:0.4:0.1').replace('--chains 2 ', '').replace('3000', '6000'),
  ],
])('%s with a checkpoint', (name, argv) => {
  it('that was interrupted, again and again, ends as if it had not been', async () => {
    const folder = folderWith()
    const whole = await run(argv, still)
    expect(whole.code).toBe(0)
    const kept = `${argv} --checkpoint x.ckpt --checkpoint-every 0.001 --resume`
    let interruptions = 0
    for (let turns = 3; ; turns *= 2) {
      const { code, out, err } = await run(kept, { ...inFolder(folder), ...still, signals: after(turns) })
      if (code === 0) {
        expect(JSON.parse(out)).toEqual(JSON.parse(whole.out))
        break
      }
      expect(code).toBe(130)
      expect(err).toMatch(/gardner: interrupted[ ;]/)
      interruptions++
    }
    expect(interruptions).toBeGreaterThan(1)
    expect(readdirSync(folder)).toEqual(['x.ckpt'])
    // what is done is not done again, so that a signal at once comes too late
    const signals = name === 'robustness' ? still : { signals: after(0) }
    expect((await run(kept, { ...inFolder(folder), ...still, ...signals })).out).toBe(whole.out)
  })
})

describe('a checkpoint', () => {
  const short = '--sweeps 50 --beta 1'
  const argv = `sample --method metropolis ${machine} ${short} --checkpoint x.ckpt`

  it('is not replaced without --resume, and begins without one', async () => {
    const folder = folderWith()
    const first = await run(`${argv} --resume`, inFolder(folder))
    expect(first.code).toBe(0)
    expect(first.err).toBe('gardner: there is no checkpoint x.ckpt yet: starting from the beginning\n')
    const again = await run(argv, inFolder(folder))
    expect({ code: again.code, out: again.out }).toEqual({ code: 2, out: '' })
    expect(again.err).toBe(
      'gardner: checkpoint x.ckpt is there already; give --resume to go on from it, or remove it\n',
    )
  })

  it.each([
    ['--seed 2', /cannot resume from x\.ckpt: its seed is 1, and 2 was asked for$/],
    ['--chains 2', /its chains is 1, and 2 was asked for$/],
    ['--sweeps 51', /its schedule is \{.*\}, and \{.*"sweeps":51.*\} was asked for$/],
    ['--method anneal', /its method is "metropolis", and "anneal" was asked for$/],
    ['--cost deficit', /its cost is "of the method", and \{"kind":"deficit"\} was asked for$/],
    ['--margin 0.1', /its instance is "[0-9a-f]{32}", and "[0-9a-f]{32}" was asked for$/],
    ['--activation tanh', /its activation is "relu", and "tanh" was asked for$/],
    ['--alpha 0.6', /its patterns is 30, and 36 was asked for$/],
    ['--patterns gaussian', /its instance is "[0-9a-f]{32}", and "[0-9a-f]{32}" was asked for$/],
  ])('is refused for %s', async (change, message) => {
    const folder = folderWith()
    expect((await run(argv, inFolder(folder))).code).toBe(0)
    // an option may be given but once
    const [option] = change.split(' ')
    const others = argv.replace(new RegExp(` ${option} \\S+`), '')
    const { code, out, err } = await run(`${others} --resume ${change}`, inFolder(folder))
    expect(err.trimEnd()).toMatch(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it.each([
    ['one number changed', (text: string) => text.replace(/"sweep":(\d)/, (_, digit) => `"sweep":${9 - digit}`)],
    ['its end cut off', (text: string) => text.slice(0, -10)],
    ['a line too many', (text: string) => `${text}{}\n`],
    ['another digest', (text: string) => text.replace(/"digest":"[0-9a-f]/, '"digest":"x')],
    ['another command', (text: string) => text.replace('"command":"sample"', '"command":"success"')],
    ['another version of gardner', (text: string) => text.replace(/"version":"[^"]*"/, '"version":"0.0.1"')],
    ['nothing in it', () => ''],
  ])('is refused with %s', async (_, damage) => {
    const folder = folderWith()
    expect((await run(argv, inFolder(folder))).code).toBe(0)
    const file = join(folder, 'x.ckpt')
    const text = readFileSync(file, 'utf8')
    expect(damage(text)).not.toBe(text)
    writeFileSync(file, damage(text))
    const { code, out, err } = await run(`${argv} --resume`, inFolder(folder))
    expect(err).toMatch(/^gardner: cannot resume from x\.ckpt: [^\n]*\n$/)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('that cannot be written costs no results, but the exit code', async () => {
    const folder = folderWith()
    // once the thread is started the place has been looked at; from then on a folder stands there
    const spawn = () => {
      mkdirSync(join(folder, 'x.ckpt'))
      const { port1, port2 } = new MessageChannel()
      serve(port2, jobs)
      port2.unref()
      return port1
    }
    const { code, out, err } = await run(`${argv} --workers 1 --format json`, {
      ...inFolder(folder),
      threads: { count: 1, spawn },
    })
    expect(JSON.parse(out).verdict).toBe('converged')
    expect(err).toMatch(/^gardner: cannot write checkpoint x\.ckpt: [^\n]*\n$/)
    expect(code).toBe(1)
  })
})
