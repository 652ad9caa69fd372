import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linear, relu } from '@gardner/activations'
import { type Instance, type ProblemOptions, problem } from '@gardner/core'
import {
  decodeInstance,
  errorsAt,
  fieldsOf,
  formatNpy,
  meanOverlap,
  type ProblemLookup,
  parseNpy,
} from '@gardner/machines'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, it } from 'vitest'
import { folderWith, inFolder, jsonOf, run } from './harness.js'

const lookup: ProblemLookup = {
  problem: ({ activation, weights, margin, alpha }) =>
    problem({
      activation: activation === 'relu' ? relu : linear,
      weights: weights === 'binary' ? binary : spherical,
      margin,
      alpha,
    } as ProblemOptions),
}

/** A folder with an instance in it. */
async function folderWithInstance(options: string): Promise<{ folder: string; instance: Instance }> {
  const folder = folderWith()
  const { code, err } = await run(`instance ${options} --out x.json`, inFolder(folder))
  expect({ code, err }).toEqual({ code: 0, err: 'wrote x.json\n' })
  return { folder, instance: decodeInstance(readFileSync(join(folder, 'x.json'), 'utf8'), lookup) }
}

const committee = '--activation relu --weights binary --units 4 --inputs 60 --alpha 0.5'
const tiny = '--activation linear --weights binary --units 1 --inputs 9 --alpha 0.7'

describe('a sample', () => {
  it('says what the weights it saves are worth', async () => {
    const { folder, instance } = await folderWithInstance(committee)
    const found = await jsonOf(
      'sample --method rrr --instance x.json --sweeps 40 --beta 1 --gamma 1 --replicas 4 --save w.npy',
      inFolder(folder),
    )
    const { shape, values, type } = parseNpy(readFileSync(join(folder, 'w.npy')))
    expect({ shape, type }).toEqual({ shape: [4, 60], type: '|i1' })
    const replicas = [0, 1, 2, 3].map((a) => Float64Array.from(values.subarray(a * 60, (a + 1) * 60)))
    const errorsOf = (weights: Float64Array) => errorsAt(fieldsOf(instance, weights).stabilities, 0, 'errors')
    expect(found.errors).toEqual(replicas.map(errorsOf))
    expect(found.energy).toEqual(found.errors)
    expect(found.overlaps.mean).toBeCloseTo(meanOverlap(replicas), 12)
    expect(found.overlaps.units).toHaveLength(4)
    const mean = found.overlaps.units.reduce((sum: number, q: number) => sum + q / 4, 0)
    expect(mean).toBeCloseTo(found.overlaps.mean, 12)
    const majority = Float64Array.from({ length: 60 }, (_, i) => {
      const sum = replicas.reduce((total, weights) => total + weights[i], 0)
      return sum > 0 || (sum === 0 && replicas[0][i] > 0) ? 1 : -1
    })
    expect(found.barycentre.errors).toBe(errorsOf(majority))
    const { final, measured } = found.stabilities
    const count = (of: { counts: number[]; below: number; above: number }) =>
      of.counts.reduce((sum, n) => sum + n, of.below + of.above)
    expect(count(final)).toBe(4 * 30)
    expect(count(measured)).toBe(4 * 30 * 40)
    expect(found).toMatchObject({
      command: 'sample',
      method: 'rrr',
      problem: { activation: 'relu', weights: 'binary', units: 4, margin: 0, alpha: 0.5 },
      instance: { inputs: 60, size: 60, patterns: { count: 30, kind: 'binary', origin: 'binary' }, seed: 1 },
      seed: 1,
      verdict: 'converged',
      sweeps: 50,
      beta: 1,
      gamma: 1,
      replicas: 4,
      means: { measurements: 40 },
    })
  })

  it('has the means of the Boltzmann measure, within their errors', async () => {
    const { folder, instance } = await folderWithInstance(tiny)
    const energies = Array.from({ length: 512 }, (_, code) =>
      errorsAt(fieldsOf(instance, vector(code)).stabilities, 0, 'errors'),
    )
    // β = 1, and of two replicas γ = 1.5: Σ over all pairs of e^{−E − E' + (γ/2) W·W'}
    let [z, e] = [0, 0]
    let [pairs, overlap, energy] = [0, 0, 0]
    for (let a = 0; a < 512; a++) {
      z += Math.exp(-energies[a])
      e += energies[a] * Math.exp(-energies[a])
      for (let b = 0; b < 512; b++) {
        const product = 9 - 2 * bits(a ^ b)
        const weight = Math.exp(-energies[a] - energies[b] + 0.75 * product)
        pairs += weight
        overlap += (product / 9) * weight
        energy += energies[a] * weight
      }
    }
    const alone = await jsonOf('sample --method metropolis --instance x.json --sweeps 20000 --beta 1', inFolder(folder))
    expectMean(alone.means.energy, e / z)
    expect(alone.means.energy.error).toBeLessThan(0.02)
    expect(alone.means.energy.time).toBeGreaterThan(0.5)
    expect(alone.means.energy.time).toBeLessThan(10)
    expect(alone.means).not.toHaveProperty('overlap')
    const two = '--sweeps 20000 --beta 1 --gamma 1.5 --replicas 2'
    const found = await jsonOf(`sample --method rrr --instance x.json ${two}`, inFolder(folder))
    expectMean(found.means.overlap, overlap / pairs)
    expectMean(found.means.energy, energy / pairs)
    // which a single replica is far from
    expect(Math.abs(energy / pairs - e / z)).toBeGreaterThan(20 * found.means.energy.error)
  })

  it('of several chains has the error between them', async () => {
    const argv = `sample --method metropolis ${tiny} --sweeps 400 --beta 1 --chains 3`
    const { chains, means, stabilities, verdict } = await jsonOf(argv)
    expect(verdict).toBe('converged')
    expect(chains.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2, 3])
    const values: number[] = chains.map((chain: { means: { energy: { value: number } } }) => chain.means.energy.value)
    const mean = values.reduce((sum, value) => sum + value / 3, 0)
    expect(means.energy.value).toBeCloseTo(mean, 12)
    expect(means.energy.error).toBeCloseTo(Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / 6), 12)
    expect(stabilities.density.length).toBe(stabilities.final.counts.length)
    // a chain is what it is alone, on the same instance
    const { folder } = await folderWithInstance(tiny)
    const alone = await jsonOf(
      'sample --method metropolis --instance x.json --sweeps 400 --beta 1 --seed 2',
      inFolder(folder),
    )
    expect(alone).toMatchObject(chains[1])
  })

  it('has its trace as CSV', async () => {
    const { out } = await run(`sample --method anneal ${committee} --sweeps 5 --beta 0.5:2.5 --format csv`)
    const [head, ...lines] = out.trimEnd().split('\n')
    expect(head).toBe('seed,sweep,beta,gamma,energy,errors,overlap,ties')
    expect(lines.map((line) => line.split(',').slice(0, 4).join(','))).toEqual([
      '1,1,0.5,0',
      '1,2,1,0',
      '1,3,1.5,0',
      '1,4,2,0',
      '1,5,2.5,0',
    ])
  })

  it('gives no means of what changed while it was measured', async () => {
    const found = await jsonOf(`sample --method anneal ${committee} --sweeps 100 --beta 0.5:2.5`)
    expect(found.means).toEqual({ measurements: 100, reason: 'beta changed while it was measured' })
  })

  it('holds an overlap, then measures at the coupling that made it', async () => {
    const argv = `sample --method rrr ${committee} --sweeps 1500 --beta 1 --overlap 0.6 --replicas 3`
    const { means, gamma, schedule } = await jsonOf(argv)
    expect(gamma).toBeGreaterThan(0.1)
    expect(schedule.stages).toEqual([
      { sweeps: 1500, beta: 1, replicas: 3, overlap: 0.6 },
      { sweeps: 1500, beta: 1 },
    ])
    expect(Math.abs(means.overlap.value - 0.6)).toBeLessThan(0.03)
  })

  it('that finds no solution within its schedule fails, and is told', async () => {
    const argv = 'sample --method anneal --activation relu --weights binary --units 4 --inputs 60 --alpha 2'
    const { code, out, err } = await run(`${argv} --sweeps 20 --beta 1:2 --until solved --format json`)
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ verdict: 'exhausted', sweeps: 20 })
    expect(err).toBe('gardner: the schedule ended without a solution, after 20 sweeps\n')
  })

  it('that does not reach its overlap is stalled', async () => {
    const argv = `sample --method rrr ${committee} --sweeps 3 --beta 5 --overlap 0.99 --replicas 3 --format json`
    const { code, out, err } = await run(argv)
    expect(code).toBe(1)
    expect(JSON.parse(out).verdict).toBe('stalled')
    expect(err).toMatch(/^gardner: stalled: the overlap that was asked for was not reached, after 3 sweeps\n$/)
  })

  it('ends with its budget', async () => {
    const argv = `sample --method metropolis ${committee} --sweeps 1e9 --beta 1 --budget 100 --format json`
    const { code, out, err } = await run(argv)
    expect(code).toBe(1)
    expect(JSON.parse(out).verdict).toBe('exhausted')
    expect(err).toMatch(/^gardner: the budget of 100 ms ended, after \d+ sweeps\n$/)
  })

  it('of the sphere has weights on it, which can be read again', async () => {
    // linear units have no outputs of exactly 0, which would be half right to robustness
    const machine = committee.replace('relu', 'linear').replace('binary', 'spherical')
    const { folder } = await folderWithInstance(machine)
    const argv = 'sample --method sphere --instance x.json --sweeps 20 --beta 2 --replicas 2 --gamma 1 --save w.npy'
    const found = await jsonOf(argv, inFolder(folder))
    const { shape, values, type } = parseNpy(readFileSync(join(folder, 'w.npy')))
    expect({ shape, type }).toEqual({ shape: [2, 60], type: '<f8' })
    for (let from = 0; from < 120; from += 15) {
      const unit = Float64Array.from(values).subarray(from, from + 15)
      expect(unit.reduce((sum, w) => sum + w * w, 0)).toBeCloseTo(15, 9)
    }
    const load = 'robustness --instance x.json --flips 0 --from'
    const { rows } = await jsonOf(`${load} w.npy`, inFolder(folder))
    expect(rows[0].replicas.value).toBeCloseTo((found.errors[0] + found.errors[1]) / 60, 12)
    const wrong = Float64Array.from(values, (w, i) => (i === 20 ? w + 0.1 : w))
    writeFileSync(join(folder, 'v.npy'), formatNpy({ shape: [2, 60], values: wrong }))
    const refused = await run(`${load} v.npy`, inFolder(folder))
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(
      /^gardner: cannot use weights v\.npy: Σ W² of unit 2 of replica 1 is .*; expected 15\n$/,
    )
  })

  it('writes the weights of all chains where --out says .npy', async () => {
    const folder = folderWith()
    const argv = `sample --method metropolis ${tiny} --sweeps 5 --beta 1 --chains 3 --out w.npy`
    const { code, out, err } = await run(argv, inFolder(folder))
    expect({ code, err }).toEqual({ code: 0, err: 'wrote w.npy\n' })
    expect(out).toMatch(/3 chains/)
    expect(parseNpy(readFileSync(join(folder, 'w.npy'))).shape).toEqual([3, 9])
  })
})

const vector = (code: number) => Float64Array.from({ length: 9 }, (_, i) => ((code >> i) & 1 ? 1 : -1))
const bits = (code: number): number => (code === 0 ? 0 : (code & 1) + bits(code >> 1))

/** A statistical test: the seed is fixed; 4 standard errors would be missed by chance once in 16 000. */
function expectMean({ value, error }: { value: number; error: number }, exact: number): void {
  expect(Math.abs(value - exact)).toBeLessThan(4 * error)
}

describe('a schedule', () => {
  const flags = '--sweeps 8 --warmup 2 --beta 1:2 --gamma 0.5 --replicas 2 --until solved'
  const files = {
    'a.yaml': `# two stages
stages:
  - { sweeps: 2, beta: 1, gamma: 0.5, replicas: 2 }
  - sweeps: 8
    beta: [1, 2]
    gamma: 0.5
until: solved
`,
    'a.json':
      '{"stages":[{"sweeps":2,"beta":1,"gamma":0.5,"replicas":2},{"sweeps":8,"beta":[1,2],"gamma":0.5}],"until":"solved"}',
  }

  it('is the same as flags, as YAML and as JSON', async () => {
    const folder = folderWith(files)
    const outs = await Promise.all(
      [flags, '--schedule a.yaml', '--schedule a.json'].map(async (schedule) => {
        const { code, out } = await run(`sample --method rrr ${committee} ${schedule} --format json`, {
          ...inFolder(folder),
          clock: () => 0,
        })
        expect(code).toBe(1)
        return JSON.parse(out)
      }),
    )
    expect(outs[0].schedule).toEqual(JSON.parse(files['a.json']))
    expect(outs[1]).toEqual(outs[0])
    expect(outs[2]).toEqual(outs[0])
  })

  it('may begin with a byte-order mark', async () => {
    const marked = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, `\uFEFF${text}`]))
    const folder = folderWith(marked)
    for (const name of Object.keys(marked)) {
      const { out } = await run(`sample --method rrr ${committee} --schedule ${name} --format json`, inFolder(folder))
      expect(JSON.parse(out).schedule).toEqual(JSON.parse(files['a.json']))
    }
  })

  it('can stand in a config, relative to it, and gives way to flags', async () => {
    const config = { activation: 'relu', weights: 'binary', units: 4, inputs: 60, alpha: 0.5, method: 'rrr' }
    const folder = folderWith({ ...files, '.gardnerrc': JSON.stringify({ ...config, schedule: './a.yaml' }) })
    expect((await run('sample --format json', inFolder(folder))).out).toContain('"until":"solved"')
    const found = await jsonOf('sample --sweeps 3 --beta 1:2', inFolder(folder))
    expect(found.schedule).toEqual({ stages: [{ sweeps: 3, beta: [1, 2] }] })
  })
})

describe('an instance', () => {
  it('goes to stdout, and is told of', async () => {
    const { folder, instance } = await folderWithInstance(`${committee} --labels teacher --seed 7`)
    const printed = await run(`instance ${committee} --labels teacher --seed 7`)
    expect(printed).toEqual({ code: 0, out: readFileSync(join(folder, 'x.json'), 'utf8'), err: '' })
    expect(instance.origin).toEqual({ patterns: 'binary', labels: 'teacher', seed: 7 })
    const told = await jsonOf('instance x.json', inFolder(folder))
    expect(told).toMatchObject({
      command: 'instance',
      problem: { architecture: 'tree-committee', activation: 'relu', units: 4, alpha: 0.5 },
      instance: { inputs: 60, patterns: { count: 30 }, labels: 'teacher', seed: 7 },
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect((await run('instance x.json --format csv', inFolder(folder))).out).toMatch(
      /^activation,weights,margin,alpha/,
    )
  })

  it('has the same patterns as the options that made it', async () => {
    const { folder } = await folderWithInstance(committee)
    const chain = '--method metropolis --sweeps 10 --beta 1'
    const { problem: _, ...made } = await jsonOf(`sample ${committee} ${chain}`, { clock: () => 0 })
    const from = await jsonOf(`sample --instance x.json ${chain}`, { ...inFolder(folder), clock: () => 0 })
    expect(from).toMatchObject(made)
  })

  it('takes patterns from CSV and numpy files, with labels', async () => {
    const rows = ['1,-1,1,-1,1,1,label', '-1,-1,1,1,1,-1,-1', '1,1,1,-1,-1,-1,1', '1,-1,-1,1,-1,1,1']
    rows[0] = 'a,b,c,d,e,f,label'
    const folder = folderWith({ 'p.csv': `${rows.join('\n')}\n` })
    const argv = 'instance --activation linear --weights binary --units 1 --patterns p.csv'
    const { code, out } = await run(argv, inFolder(folder))
    expect(code).toBe(0)
    const instance = decodeInstance(out, lookup)
    expect(instance).toMatchObject({ inputs: 6, size: 6, origin: { patterns: 'given', labels: 'given', seed: 1 } })
    expect([...instance.labels]).toEqual([-1, 1, 1])
    expect(instance.problem.alpha).toBe(0.5)
    const weights = Float64Array.of(1, 1, 1, 1, 1, -1)
    expect([...fieldsOf(instance, weights).fields].map((field) => Math.round(field * Math.sqrt(6)))).toEqual([2, 2, -2])
    writeFileSync(
      join(folder, 'p.npy'),
      formatNpy({
        shape: [3, 6],
        values: Int8Array.from(rows.slice(1).flatMap((row) => row.split(',').slice(0, 6).map(Number))),
      }),
    )
    writeFileSync(join(folder, 'l.npy'), formatNpy({ shape: [3], values: Int8Array.of(-1, 1, 1) }))
    const other = await run(argv.replace('p.csv', 'p.npy --labels l.npy'), inFolder(folder))
    expect(other).toEqual({ code: 0, out, err: '' })
  })
})
