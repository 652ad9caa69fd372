import { describe, expect, it } from 'vitest'
import { folderWith, inFolder, jsonOf, run } from './harness.js'

const machine = '--activation relu --weights binary'

describe('local-entropy', () => {
  it('goes along the distance, in ascending order', async () => {
    const found = await jsonOf(`local-entropy ${machine} --alpha 0.6 --distances 0.2,0.05,0.1`)
    expect(found).toMatchObject({
      command: 'local-entropy',
      problem: { activation: 'relu', weights: 'binary', margin: 0, alpha: 0.6 },
      ansatz: 'large-deviation',
      alpha: 0.6,
      replicas: 'inf',
      along: 'distance',
      quantities: ['entropy', 'normalised'],
      verdict: 'converged',
    })
    expect(found.rows.map((row: { distance: number }) => row.distance)).toEqual([0.05, 0.1, 0.2])
    for (const row of found.rows) {
      expect(row).toMatchObject({ verdict: 'converged', entropy: expect.any(Number), q1: 1 - 2 * row.distance })
      expect(row.normalised).toBeLessThan(0)
      expect(row.error).toBeLessThan(1e-10)
      expect(row.errors).toEqual({ entropy: row.error, normalised: expect.any(Number) })
    }
  })

  it('says at a point what solve says', async () => {
    const { rows } = await jsonOf(`local-entropy ${machine} --alpha 0.6 --replicas 5 --distances 0.1:0.2:0.05`)
    const solution = await jsonOf(`solve ${machine} --alpha 0.6 --ansatz large-deviation:5,0.15`)
    expect(rows[1].distance).toBe(0.15)
    expect(Math.abs(rows[1].entropy - solution.entropy)).toBeLessThan(1e-12)
    expect(Math.abs(rows[1].normalised - solution.normalised)).toBeLessThan(1e-12)
  })

  it('has rows without numbers where there is no solution, and fails', async () => {
    const { code, out, err } = await run(`local-entropy ${machine} --alpha 0.6 --distances 0.3,0.4 --format json`)
    const { rows, verdict } = JSON.parse(out)
    expect(code).toBe(1)
    expect(verdict).toBe('absent')
    expect(rows.map((row: { verdict: string }) => row.verdict)).toEqual(['converged', 'absent'])
    expect(rows[1]).toMatchObject({
      distance: 0.4,
      entropy: null,
      normalised: null,
      error: null,
      reason: expect.stringContaining('typical solutions are at this distance'),
    })
    expect(err).toMatch(/^gardner: 1 of 2 points not found, the first at d = 0\.4: the branch ends: /)
  })

  it('has a column for each quantity and its error as CSV', async () => {
    const { out } = await run(`local-entropy ${machine} --alpha 0.6 --distances 0.1 --replicas 5 --format csv`)
    const [head, row] = out.split('\n').map((line) => line.split(','))
    const columns =
      'activation,weights,constraint,ansatz,margin,alpha,replicas,distance,entropy,entropyError,normalised'
    expect(head.join(',').startsWith(columns)).toBe(true)
    expect(row.slice(0, 8)).toEqual(['relu', 'binary', 'margin', 'large-deviation', '0', '0.6', '5', '0.1'])
  })

  it('takes quantities of the ansatz', async () => {
    const { rows, quantities } = await jsonOf(
      `local-entropy ${machine} --alpha 0.6 --distances 0.1,0.1001 --quantity slope,entropy`,
    )
    expect(quantities).toEqual(['slope', 'entropy'])
    expect((rows[1].entropy - rows[0].entropy) / 0.0001).toBeCloseTo((rows[0].slope + rows[1].slope) / 2, 6)
  })

  it('reads a config, whose quantity is that of curves', async () => {
    const config = {
      activation: 'relu',
      weights: 'binary',
      alpha: 0.6,
      distances: [0.1, 0.2],
      replicas: 5,
      quantity: 'q',
    }
    const folder = folderWith({ '.gardnerrc': JSON.stringify(config) })
    const found = await jsonOf('local-entropy', inFolder(folder))
    expect(found).toMatchObject({ replicas: 5, quantities: ['entropy', 'normalised'] })
    expect(found.rows.map((row: { distance: number }) => row.distance)).toEqual([0.1, 0.2])
  })
})

describe('franz-parisi', () => {
  it('goes along the distance, in ascending order', async () => {
    const found = await jsonOf(`franz-parisi ${machine} --alpha 0.6 --distances 0.01:0.05:0.01`)
    expect(found).toMatchObject({
      command: 'franz-parisi',
      ansatz: 'franz-parisi',
      alpha: 0.6,
      along: 'distance',
      verdict: 'converged',
    })
    expect(found.rows.map((row: { distance: number }) => row.distance)).toEqual([0.01, 0.02, 0.03, 0.04, 0.05])
    for (const row of found.rows) {
      expect(row).toMatchObject({ verdict: 'converged', entropy: expect.any(Number), error: expect.any(Number) })
    }
    // typical solutions are isolated
    expect(found.rows[0].entropy).toBeLessThan(0)
    expect(found.rows[4].entropy).toBeGreaterThan(0)
  })

  it('vanishes at the minimum distance, with or without a curve', async () => {
    const argv = `franz-parisi ${machine} --alpha 0.6`
    const alone = await jsonOf(`${argv} --minimum`)
    expect(alone).toMatchObject({
      command: 'franz-parisi',
      rows: [],
      minimum: { verdict: 'converged' },
      verdict: 'converged',
    })
    const { value, error } = alone.minimum
    expect(error).toBeLessThan(1e-10)
    const both = await jsonOf(`${argv} --minimum --distances ${value},0.05`)
    expect(both.minimum.value).toBe(value)
    expect(both.rows).toHaveLength(2)
    expect(Math.abs(both.rows[0].entropy)).toBeLessThan(1e-9)
    expect((await run(`${argv} --minimum`)).out).toMatch(/^d_min +0\.01711032\d+ +± \de-1\d/m)
    expect((await run(`${argv} --minimum --format csv`)).out).toMatch(
      /,alpha,minimum,minimumError,.*\nrelu,.*,0\.6,0\.01711/,
    )
    const rows = (await run(`${argv} --minimum --distances 0.05 --format csv`)).out
    expect(rows).toMatch(/,distance,entropy,entropyError,.*,minimum,minimumError\n/)
  })

  it('has no minimum distance where there are no solutions, and on the sphere', async () => {
    const none = await jsonOf(`franz-parisi ${machine} --alpha 0.95 --minimum`)
    expect(none.minimum).toMatchObject({ value: null, reason: expect.stringContaining('there are none') })
    const { code, out, err } = await run('franz-parisi --activation relu --weights spherical --alpha 0.6 --minimum')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^gardner: the entropy of spherical weights is that of a volume/)
  })

  it('has no minimum distance where its time is up', async () => {
    const argv = `franz-parisi ${machine} --alpha 0.6 --minimum --budget 1`
    const alone = await run(argv)
    expect({ code: alone.code, out: alone.out }).toEqual({ code: 1, out: '' })
    expect(alone.err).toBe('gardner: the budget of 1 ms ended before the minimum distance was found\n')
    // the clock of the budget has run by the time that the curve is finished
    let time = 0
    const { code, out, err } = await run(`${argv}e6 --distances 0.05 --format json`, { clock: () => (time += 6e5) })
    expect(JSON.parse(out).rows).toHaveLength(1)
    expect(JSON.parse(out)).not.toHaveProperty('minimum')
    expect(code).toBe(1)
    expect(err).toBe('gardner: the budget of 1000000 ms ended before the minimum distance was found\n')
  })

  it('is the replica-symmetric entropy at the distance of typical solutions', async () => {
    const { entropy, orderParameters } = await jsonOf(`solve ${machine} --alpha 0.6`)
    const { rows } = await jsonOf(`franz-parisi ${machine} --alpha 0.6 --distances ${orderParameters.gap / 2}`)
    expect(Math.abs(rows[0].entropy - entropy)).toBeLessThan(1e-10)
  })
})
