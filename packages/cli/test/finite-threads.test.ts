import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { beforeAll, describe, expect, it } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import type { Ports } from '../src/index.js'
import { type Bundle, bundled } from './bundle.js'
import { folderWith, inFolder, run } from './harness.js'
import { signalAt } from './signals.js'

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundled()
})

const threads: Ports['threads'] = { count: 2, spawn: () => new Worker(bundle.thread) }
const softsign =
  "export default { name: 's', register: (r) => r.activation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] }) }"
const machine = '--activation relu --weights binary --units 4 --inputs 60 --alpha 0.5'

describe('finite machines in threads', () => {
  it.each([
    `sample --method rrr ${machine} --sweeps 200 --beta 1 --gamma 1 --replicas 3 --chains 5`,
    `sample --plugin ./softsign.mjs --method metropolis ${machine} --activation softsign --sweeps 40 --beta 1 --chains 3`,
    `sample --method metropolis ${machine} --activation elu:0.5 --patterns gaussian --sweeps 40 --beta 1 --chains 3`,
    `robustness --method rrr ${machine} --sweeps 50 --beta 1:4 --gamma 0.1:1 --replicas 3 --flips 0:0.4:0.2`,
    `success --method anneal ${machine} --alpha 0.5:0.9:0.2 --seeds 4 --sweeps 100 --beta 0.5:4`,
  ])('%s is the same however many there are', async (argv) => {
    const folder = folderWith({ 'softsign.mjs': softsign })
    const outs = []
    for (const workers of representatives([0, 1, 2], 2)) {
      const found = await run(`${argv} --workers ${workers} --format json`, {
        ...inFolder(folder),
        threads,
        clock: () => 0,
      })
      expect(found).toMatchObject({ code: 0, err: '' })
      outs.push(JSON.parse(found.out))
    }
    expect(outs.length).toBeGreaterThan(1)
    for (const out of outs) expect(out).toEqual(outs[0])
  })

  it('hand over what they have at a signal', async () => {
    const folder = folderWith()
    const signals = signalAt(join(folder, 'x.ckpt'))
    const argv = `sample --method metropolis ${machine} --sweeps 1e9 --beta 1 --chains 4 --workers 2 --format json`
    const kept = `${argv} --checkpoint x.ckpt --checkpoint-every 0.001`
    const { code, out, err } = await run(kept, { ...inFolder(folder), threads, signals })
    expect(code).toBe(130)
    const { chains, verdict } = JSON.parse(out)
    expect(verdict).toBe('interrupted')
    const sweeps: number[] = chains.map((chain: { sweeps: number }) => chain.sweeps)
    // of those that were begun; what still waited is not
    expect(sweeps).toHaveLength(2)
    expect(sweeps[0] + sweeps[1]).toBeGreaterThan(0)
    expect(err).toMatch(/^gardner: interrupted in 2 of 4 chains, after \d+ sweeps; 2 chains were not begun\n$/)
  })
})

/** The program as a process of its own. */
function start(argv: string, folder: string) {
  const child = spawn(process.execPath, [bundle.main, ...argv.split(' ')], { cwd: folder })
  const text = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text.out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk) => (text.err += chunk))
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...text }))
  })
  return { child, ended }
}

/** How long after the first checkpoint of a start a kill comes, in ms; or at the moment when the next one is being written. */
const kills = representatives([0, 23, 'writing', 83, 'writing'] as const, 2)

/** Kills a process, once it has begun to write checkpoints into its folder. */
function killed(child: ChildProcess, folder: string, when: (typeof kills)[number]): Promise<void> {
  return new Promise((resolve) => {
    let begun = false
    const kill = () => {
      watcher.close()
      child.kill('SIGKILL')
      resolve()
    }
    const watcher = watch(folder, (_, name) => {
      // a temporary file stands beside the checkpoint while it is written
      const writing = name !== null && /\.ckpt\.gardner-/.test(name)
      if (begun && when === 'writing' && writing) kill()
      if (begun || (existsSync(join(folder, 'x.ckpt')) && !writing)) {
        if (!begun && typeof when === 'number') setTimeout(kill, when)
        begun = true
      }
    })
    child.on('close', () => {
      watcher.close()
      resolve()
    })
  })
}

describe('kill −9', () => {
  it.each([
    ['sample --method rrr --sweeps 1000 --beta 1 --gamma 1 --replicas 7 --chains 2 --alpha 0.5', 2],
    ['success --method anneal --alpha 0.5:0.9:0.1 --seeds 12 --sweeps 500 --beta 0.5:4', 2],
  ])('and a resumed %s ends as if nothing had happened', async (command, workers) => {
    const argv = `${command} --activation relu --weights binary --units 4 --inputs 100 --workers ${workers} --format json`
    const whole = start(argv, folderWith()).ended
    const folder = folderWith()
    const kept = `${argv} --checkpoint x.ckpt --checkpoint-every 0.001 --resume`
    let count = 0
    for (const when of kills) {
      const { child, ended } = start(kept, folder)
      await killed(child, folder, when)
      const { code } = await ended
      if (code !== null) break
      count++
    }
    expect(count).toBeGreaterThan(kills.length / 2)
    const { code, out, err } = await start(kept, folder).ended
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { seconds: _, ...found } = JSON.parse(out)
    const { seconds: __, ...expected } = JSON.parse((await whole).out)
    expect(found).toEqual(expected)
    // and nothing is left of the writes that were killed
    expect(readdirSync(folder)).toEqual(['x.ckpt'])
  })
})
