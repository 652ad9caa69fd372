import { describe, expect, it } from 'vitest'
import { jsonOf, run } from './harness.js'

const machine = '--activation relu --weights binary --alpha 0.6'
type Row = { readonly stability: number; readonly density: number; readonly error: number }

describe('stabilities', () => {
  it('of a typical solution are most often κ', async () => {
    const found = await jsonOf(`stabilities ${machine}`)
    expect(found).toMatchObject({
      command: 'stabilities',
      ansatz: 'rs',
      alpha: 0.6,
      mode: 0,
      errors: { mode: 0, integral: expect.any(Number) },
      verdict: 'converged',
    })
    expect(Math.abs(found.integral - 1)).toBeLessThan(found.errors.integral + 1e-15)
    expect(found.errors.integral).toBeLessThan(1e-8)
    const rows: readonly Row[] = found.rows
    expect(rows[0].stability).toBe(0)
    // 4√C(1) of ReLU, ½ − 1/2π
    expect(rows.at(-1)!.stability).toBeCloseTo(4 * Math.sqrt(0.5 - 0.5 / Math.PI), 1)
    for (const { density, error } of rows) {
      expect(density).toBeGreaterThan(0)
      expect(density).toBeLessThanOrEqual(rows[0].density)
      expect(error).toBeLessThan(1e-10)
    }
  })

  it('of a dense region are most often larger', async () => {
    const found = await jsonOf(`stabilities ${machine} --replicas inf --distance 0.05`)
    expect(found).toMatchObject({ ansatz: 'large-deviation', replicas: 'inf', distance: 0.05 })
    expect(found.mode).toBeGreaterThan(0.3)
    expect(found.errors.mode).toBeLessThan(1e-6)
    expect(Math.abs(found.integral - 1)).toBeLessThan(found.errors.integral + 1e-15)
    // the mode is the top of the rows beside it
    const top = found.rows.reduce((a: Row, b: Row) => (b.density > a.density ? b : a))
    expect(Math.abs(top.stability - found.mode)).toBeLessThan(0.05)
  })

  it('begin at the margin, and have nothing below it', async () => {
    const { rows, mode } = await jsonOf(`stabilities ${machine} --margin 0.25`)
    expect(rows[0].stability).toBe(0.25)
    expect(rows.map(({ stability }: Row) => stability)).toContain(0.3)
    expect(mode).toBe(0.25)
    const below = await jsonOf(`stabilities ${machine} --margin 0.25 --stabilities=-1,0.2,0.3`)
    expect(below.rows.map((row: Row) => row.density > 0)).toEqual([false, false, true])
    expect(below.integral).toBeCloseTo(1, 9)
  })

  it('are shown where their mass is, however low the margin', async () => {
    for (const margin of ['-3', '-1', '0', '0.7']) {
      const { rows }: { rows: readonly Row[] } = await jsonOf(
        `stabilities ${machine.replace('0.6', '0.2')} --margin=${margin}`,
      )
      // trapezoids are what is drawn
      const mass = rows.slice(1).reduce((sum, { stability, density }, i) => {
        const before = rows[i]
        return sum + 0.5 * (stability - before.stability) * (density + before.density)
      }, 0)
      expect(Math.abs(mass - 1)).toBeLessThan(2e-3)
    }
  })

  it('of k steps integrate to 1 too', async () => {
    const argv = 'stabilities --activation relu --weights spherical --alpha 2.2 --ansatz 1rsb --stabilities 0:0.2:0.1'
    const found = await jsonOf(argv)
    expect(found.rows).toHaveLength(3)
    expect(Math.abs(found.integral - 1)).toBeLessThan(found.errors.integral + 1e-15)
    expect(Object.keys(found.orderParameters)).toContain('m1')
  })

  it('are a table with bars, and CSV', async () => {
    const { out } = await run(`stabilities ${machine} --stabilities 0:2:0.5`)
    expect(out).toMatch(/^relu · binary · κ = 0 · α = 0\.6 · rs\n/)
    expect(out).toMatch(/^0 .*█{32}$/m)
    expect(out).toMatch(/^mode 0$/m)
    const csv = (await run(`stabilities ${machine} --stabilities 0:2:0.5 --replicas 5 --distance 0.1 --format csv`)).out
    expect(csv).toMatch(
      /^activation,weights,constraint,margin,ansatz,alpha,replicas,distance,stability,density,densityError/,
    )
    expect(csv.trimEnd().split('\n')).toHaveLength(6)
  })

  it('end with the budget', async () => {
    const { code, out, err } = await run(`stabilities ${machine} --stabilities 0:3:0.00001 --budget 2000 --format json`)
    const found = JSON.parse(out)
    expect(code).toBe(1)
    expect(found).toMatchObject({ verdict: 'exhausted', mode: null, integral: null })
    expect(err).toBe(`gardner: the budget of 2000 ms ended after ${found.rows.length} of 300001 points\n`)
  })

  it('have none where there is no solution', async () => {
    const { code, out, err } = await run('stabilities --activation linear --weights spherical --alpha 2.5')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^gardner: rs has no solution at α = 2\.5/)
  })
})
