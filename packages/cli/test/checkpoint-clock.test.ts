import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compose } from '../src/index.js'
import type { Settings } from '../src/option/settings.js'
import { checkpointFile } from '../src/simulation/checkpoint-file.js'
import { folderWith, inFolder } from './harness.js'

/** The times at which offers were written, of a file that is to be written each second. */
async function written(offers: readonly number[]): Promise<readonly number[]> {
  const folder = folderWith()
  let now = 0
  const session = compose({
    output: { out: () => {}, err: () => {} },
    terminal: { colour: false },
    surroundings: { folder, variables: {}, ...inFolder(folder).surroundings },
    signals: { listen: () => () => {}, end: () => {} },
    clock: () => now,
  })
  const settings = { checkpoint: 'x.ckpt', checkpointEvery: '1', modules: [], typed: {} } as unknown as Settings
  const file = await checkpointFile(session, settings, 'sample', {})
  return offers.filter((time) => {
    now = time
    file?.offer([`at ${time}`])
    try {
      return readFileSync(join(folder, 'x.ckpt'), 'utf8').includes(`at ${time}\n`)
    } catch {
      return false
    }
  })
}

describe('--checkpoint-every', () => {
  it('writes whatever a chain offers that keeps the same time, a little late', async () => {
    const offers = Array.from({ length: 50 }, (_, k) => (k + 1) * 1003 + 20)
    expect(await written(offers)).toEqual(offers)
  })

  it('writes once a second of what several chains offer at times of their own', async () => {
    const offers = Array.from({ length: 200 }, (_, k) => 1000 + 0.25 * k * 1003)
    const times = await written(offers)
    expect(times.length).toBeGreaterThanOrEqual(50)
    expect(times.length).toBeLessThanOrEqual(51)
    for (const [i, time] of times.slice(1).entries()) expect(time - times[i]).toBeLessThan(1300)
  })

  it('writes nothing before its time', async () => {
    expect(await written([1, 500, 999, 1000, 1001, 1999, 2001])).toEqual([1000, 2001])
  })
})
