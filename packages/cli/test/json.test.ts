import { describe, expect, it } from 'vitest'
import { jsonOf, run } from './harness.js'

describe('capacity', () => {
  it('tells everything in one object', async () => {
    const found = await jsonOf('capacity --activation relu --weights binary')
    expect(found).toMatchObject({
      command: 'capacity',
      problem: { activation: 'relu', weights: 'binary', constraint: 'margin', margin: 0, readout: 'balanced' },
      ansatz: 'rs',
      verdict: 'converged',
      branch: 'replica-symmetric',
    })
    expect(found.value).toBeCloseTo(0.90399, 5)
    expect(found.error).toBeLessThan(1e-10)
    expect(Object.keys(found.orderParameters)).toEqual(['q', 'gap', 'qhat', 'Q'])
    for (const key of ['residual', 'replicon', 'evaluations', 'seconds']) expect(found[key]).toEqual(expect.any(Number))
  })

  it('prints one line and nothing else', async () => {
    const { out, err } = await run('capacity --activation linear --weights spherical --format json')
    expect(out.split('\n')).toHaveLength(2)
    expect(err).toBe('')
  })

  it('writes ∞ as null and says so', async () => {
    const found = await jsonOf('capacity --activation relu --weights spherical')
    expect(found.value).toBeCloseTo(2 / (1 - 1 / Math.PI), 12)
    expect(found.orderParameters.qhat).toBeNull()
    expect(found.reason).toContain('orderParameters.qhat = ∞')
    expect(found.routes.limit.value).toBeCloseTo(found.value, 10)
  })

  it('takes a margin of either sign', async () => {
    const values = []
    for (const margin of ['-0.5', '0', '0.5']) {
      values.push((await jsonOf(`capacity --activation linear --weights spherical --margin ${margin}`)).value)
    }
    expect(values[0]).toBeGreaterThan(values[1])
    expect(values[1]).toBeCloseTo(2, 12)
    expect(values[1]).toBeGreaterThan(values[2])
  })

  it('has no answer for sign on the sphere', async () => {
    const { code, out, err } = await run('capacity --activation sign --weights spherical --format json')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^gardner: sign has C'\(1\) = ∞: .*ask for a finite K or for the instability\n$/)
  })
})

describe('k steps', () => {
  it('have capacities below each other, with the symbols of their levels', async () => {
    const argv = 'capacity --activation relu --weights spherical --ansatz'
    const [one, two] = [await jsonOf(`${argv} 1rsb`), await jsonOf(`${argv} 2rsb`)]
    expect(one).toMatchObject({ command: 'capacity', ansatz: '1rsb', verdict: 'converged' })
    expect(one.value).toBeCloseTo(2.66428, 5)
    expect(two.value).toBeLessThan(one.value)
    expect(Object.keys(one.orderParameters).sort()).toEqual(['Q', 'gap', 'mtilde1', 'q0', 'q1'])
    expect(Object.keys(two.orderParameters).sort()).toEqual(['Q', 'gap', 'mtilde1', 'mtilde2', 'q0', 'q1', 'q2'])
    expect(one.reason).toContain('unstable there')
  })

  it('are solved with their breaking and complexity', async () => {
    const argv = 'solve --activation relu --weights spherical --alpha 2.2'
    const found = await jsonOf(`${argv} --ansatz 1rsb`)
    expect(Object.keys(found.orderParameters).sort()).toEqual(['Q', 'gap', 'm1', 'q0', 'q1', 'qhat0', 'qhat1'])
    const { q0, q1, gap } = found.orderParameters
    expect(found.breaking).toBeCloseTo((q1 - q0) / gap, 9)
    expect(Math.abs(found.complexity)).toBeLessThan(1e-9)
    for (const name of ['breaking', 'complexity']) expect(found.errors[name]).toBeLessThan(1e-9)
    const held = await jsonOf(`${argv} --ansatz 1rsb:0.3`)
    expect(held.orderParameters.m1).toBe(0.3)
    expect(Math.abs(held.complexity)).toBeGreaterThan(1e-3)
  })

  it('go along the load, with quantities of their own', async () => {
    const argv = 'curve --activation relu --weights spherical --alpha 2,2.2 --ansatz 1rsb'
    const found = await jsonOf(`${argv} --quantity entropy,breaking,m1`)
    expect(found.quantities).toEqual(['entropy', 'breaking', 'm1'])
    for (const row of found.rows) expect(row).toMatchObject({ verdict: 'converged', breaking: expect.any(Number) })
    expect(found.rows[1].breaking).toBeGreaterThan(found.rows[0].breaking)
  })
})

describe('instability', () => {
  it('finds the load of the literature', async () => {
    const found = await jsonOf('instability --activation sign --weights spherical')
    expect(found.command).toBe('instability')
    expect(found.value).toBeCloseTo(2.98782, 5)
    expect(Math.abs(found.replicon)).toBeLessThan(1e-9)
  })

  it('is null where there is none, which is a result', async () => {
    const found = await jsonOf('instability --activation linear --weights spherical')
    expect(found.value).toBeNull()
    expect(found.reason).toContain('stable at every load')
    expect(found.verdict).toBe('absent')
  })
})

describe('solve', () => {
  it('gives every number with its error', async () => {
    const found = await jsonOf('solve --activation linear --weights binary --alpha 0.5')
    expect(found).toMatchObject({ command: 'solve', alpha: 0.5, problem: { alpha: 0.5 }, verdict: 'converged' })
    for (const key of ['freeEntropy', 'entropy', 'energy', 'replicon']) {
      expect(found[key]).toEqual(expect.any(Number))
      expect(found.errors[key]).toBeLessThan(1e-10)
    }
    for (const symbol of Object.keys(found.orderParameters)) expect(found.errors[symbol]).toBeLessThan(1e-10)
  })

  it('fails beyond the end of the branch', async () => {
    const { code, out, err } = await run('solve --activation linear --weights spherical --alpha 2.5 --format json')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^gardner: rs has no solution at α = 2\.5: .*the overlap reaches 1/)
  })
})

describe('curve', () => {
  it('goes along the load', async () => {
    const found = await jsonOf('curve --activation linear --weights binary --alpha 0.1:0.9:0.1')
    expect(found).toMatchObject({ command: 'curve', along: 'alpha', ansatz: 'rs', verdict: 'converged' })
    expect(found.problem).not.toHaveProperty('alpha')
    expect(found.rows.map((row: { alpha: number }) => row.alpha)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
    const [first] = found.rows
    expect(first).toMatchObject({ verdict: 'converged', branch: 'replica-symmetric', Q: 1 })
    for (const key of ['entropy', 'error', 'residual', 'q', 'qhat']) expect(first[key]).toEqual(expect.any(Number))
    expect(first).not.toHaveProperty('errors')
  })

  it('says of a solution what solve says', async () => {
    const [row] = (await jsonOf('curve --activation tanh --weights binary --alpha 0.6')).rows
    const solution = await jsonOf('solve --activation tanh --weights binary --alpha 0.6')
    expect(row.entropy).toBeCloseTo(solution.entropy, 12)
    expect(row.q).toBeCloseTo(solution.orderParameters.q, 12)
  })

  it('takes several quantities and order parameters', async () => {
    const found = await jsonOf(
      'curve --activation relu --weights spherical --alpha 0.5,1 --quantity replicon,q,entropy',
    )
    expect(found.quantities).toEqual(['replicon', 'q', 'entropy'])
    for (const row of found.rows) {
      expect(Object.keys(row.errors)).toEqual(['replicon', 'q', 'entropy'])
      expect(row.error).toBe(row.errors.replicon)
    }
  })

  it('goes along the margin at a fixed load', async () => {
    const found = await jsonOf('curve --activation linear --weights binary --margin -1:0:0.5 --alpha 0.5')
    expect(found).toMatchObject({ along: 'margin', problem: { alpha: 0.5 } })
    expect(found.problem).not.toHaveProperty('margin')
    expect(found.rows.map((row: { margin: number }) => row.margin)).toEqual([-1, -0.5, 0])
  })

  it('gives critical loads along the margin', async () => {
    const found = await jsonOf(
      'curve --activation linear --weights spherical --quantity capacity,instability --margin -1,0',
    )
    expect(found.rows[1].capacity).toBeCloseTo(2, 12)
    expect(found.rows[1].instability).toBeNull()
    expect(found.rows[1].reason).toContain('stable at every load')
    expect(found.rows[0].instability).toBeLessThan(found.rows[0].capacity)
  })

  it('hands over what was found and fails where a point was not', async () => {
    const { code, out, err } = await run(
      'curve --activation linear --weights spherical --alpha 1.5:2.5:0.5 --format json',
    )
    const found = JSON.parse(out)
    expect(code).toBe(1)
    expect(found.verdict).toBe('absent')
    expect(found.rows.map((row: { verdict: string }) => row.verdict)).toEqual(['converged', 'absent', 'absent'])
    expect(found.rows[2]).toMatchObject({ entropy: null, error: null, reason: expect.stringContaining('overlap') })
    expect(err).toMatch(/^gardner: 2 of 3 points not found, the first at α = 2: /)
  })

  it('fails where no point was found', async () => {
    const { code, out, err } = await run(
      'curve --activation sign --weights spherical --quantity capacity --margin 0,1 --format json',
    )
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^gardner: no point of the curve was found: sign has C'\(1\) = ∞/)
  })
})

describe('list', () => {
  it('names everything with its plugin', async () => {
    const found = await jsonOf('list')
    expect(found.plugins.map(({ name }: { name: string }) => name)).toEqual([
      'questions',
      'activations',
      'formula',
      'weights',
      'ansatze',
      'samplers',
    ])
    expect(found.activations).toContainEqual({ name: 'leaky-relu', parameters: 'slope', plugin: 'activations' })
    expect(found.weights.map(({ name }: { name: string }) => name)).toContain('spherical')
    expect(found.ansatze[0]).toMatchObject({ name: 'rs', reference: expect.stringContaining('Gardner') })
    expect(Object.keys(await jsonOf('list weights'))).toEqual(['command', 'weights'])
    const { samplers } = await jsonOf('list samplers')
    expect(samplers).toContainEqual({
      name: 'rrr',
      parameters: expect.stringContaining('pairs|traced'),
      reference: 'Baldassi (2017)',
      plugin: 'samplers',
    })
  })
})
