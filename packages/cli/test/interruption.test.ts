import { describe, expect, it } from 'vitest'
import type { Signals } from '../src/index.js'
import { folderWith, inFolder, jsonOf, run } from './harness.js'
import { after } from './signals.js'

const long = 'curve --activation linear --weights binary --alpha 0.00001:0.8:0.00001'

describe('Ctrl-C', () => {
  it('makes a curve hand over its finished rows', async () => {
    const { code, out, err } = await run(`${long} --format json`, { signals: after(50) })
    const found = JSON.parse(out)
    expect(code).toBe(130)
    expect(found.verdict).toBe('interrupted')
    expect(found.rows.length).toBeGreaterThan(0)
    expect(found.rows.length).toBeLessThan(80_000)
    for (const row of found.rows) expect(row.verdict).toBe('converged')
    expect(err).toBe(`gardner: interrupted after ${found.rows.length} of 80000 points\n`)
  })

  it('makes a local entropy hand over the distances it has seen', async () => {
    const argv = 'local-entropy --activation linear --weights binary --alpha 0.6 --distances 0.01:0.2:0.00001'
    const { code, out, err } = await run(`${argv} --format json`, { signals: after(200) })
    const { rows, verdict } = JSON.parse(out)
    expect({ code, verdict }).toEqual({ code: 130, verdict: 'interrupted' })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(19_001)
    // from the largest down
    expect(rows.at(-1).distance).toBe(0.2)
    expect(rows[0].distance).toBeLessThanOrEqual(0.2)
    expect(err).toBe(`gardner: interrupted after ${rows.length} of 19001 points\n`)
  })

  it('makes a distribution of stabilities hand over its finished rows', async () => {
    const argv = 'stabilities --activation linear --weights binary --alpha 0.6 --stabilities 0:3:0.00001'
    const { code, out, err } = await run(`${argv} --format json`, { signals: after(100) })
    const { rows, verdict, mode, integral } = JSON.parse(out)
    expect({ code, verdict, mode, integral }).toEqual({ code: 130, verdict: 'interrupted', mode: null, integral: null })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(300_001)
    expect(err).toBe(`gardner: interrupted after ${rows.length} of 300001 points\n`)
  })

  it('leaves nothing of a search', async () => {
    const atOnce: Signals = {
      listen: (interrupted) => {
        interrupted()
        return () => {}
      },
      end: () => {},
    }
    for (const [command, sought] of [
      ['capacity', 'capacity'],
      ['solve --alpha 0.5', 'saddle point'],
      ['stabilities --alpha 0.5', 'saddle point'],
    ]) {
      const argv = `${command} --activation linear --weights binary --format json`
      expect(await run(argv, { signals: atOnce })).toEqual({
        code: 130,
        out: '',
        err: `gardner: interrupted before the ${sought} was found\n`,
      })
    }
  })

  it('keeps the machines of the table that are finished, and writes no files', async () => {
    const folder = folderWith()
    const { code, out, err } = await run('table --format json --out out', { ...inFolder(folder), signals: after(3) })
    expect(code).toBe(130)
    expect(JSON.parse(out).rows.length).toBeLessThan(8)
    expect(err).toMatch(/^gardner: interrupted after \d of 8 machines; no files were written\n$/)
  })

  it('twice ends at once, unless npm has passed on the same keystroke', async () => {
    let time = 0
    const end = { count: 0 }
    const twice: Signals = {
      listen: (interrupted) => {
        interrupted()
        interrupted()
        return () => {}
      },
      end: () => void end.count++,
    }
    await run(`${long} --format csv`, { signals: twice, clock: () => (time += 1000) })
    expect(end.count).toBe(1)
    await run(`${long} --format csv`, { signals: twice, clock: () => 0 })
    expect(end.count).toBe(1)
  })
})

describe('a budget', () => {
  it('makes a curve hand over its finished rows', async () => {
    const { code, out, err } = await run(`${long} --budget 50 --format json`)
    const found = JSON.parse(out)
    expect(code).toBe(1)
    expect(found.verdict).toBe('exhausted')
    expect(err).toBe(`gardner: the budget of 50 ms ended after ${found.rows.length} of 80000 points\n`)
  })

  it('that suffices changes nothing', async () => {
    expect((await jsonOf('capacity --activation linear --weights spherical --budget 1e6')).value).toBeCloseTo(2, 12)
  })
})
