import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatNpy } from '@gardner/machines'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { folderWith, inFolder, jsonOf, run } from './harness.js'

// Node warns of what is no error, such as too many listeners
const warnings: Error[] = []
const hear = (warning: Error) => void warnings.push(warning)
beforeEach(() => void process.on('warning', hear))
afterEach(() => void process.off('warning', hear))

interface Row {
  readonly flips: number
  readonly replicas: { readonly value: number; readonly error: number | null; readonly overPatterns: number }
  readonly barycentre: { readonly value: number; readonly error: number; readonly overPatterns: number }
  readonly method: string
}

describe('robustness', () => {
  it('of a perceptron is that of its binomials', async () => {
    const folder = folderWith({ 'p.csv': 'a,b,c,label\n1,1,-1,1\n1,-1,-1,-1\n' })
    writeFileSync(join(folder, 'w.npy'), formatNpy({ shape: [2, 3], values: Int8Array.of(1, 1, 1, 1, 1, -1) }))
    const make = 'instance --activation linear --weights binary --units 1 --patterns p.csv --out x.json'
    expect((await run(make, inFolder(folder))).code).toBe(0)
    const { rows, replicas } = await jsonOf(
      'robustness --instance x.json --from w.npy --flips 0,0.2,1 --workers 0',
      inFolder(folder),
    )
    expect(replicas).toBe(2)
    // with W = (1, 1, 1) both patterns have two products of the right sign; with (1, 1, −1) they have three and one
    const few = (n: number, right: number, eta: number): number => {
      // the probability that at most one of three products is right after flips
      let wrong = 0
      for (let flips = 0; flips < 1 << n; flips++) {
        let [p, left] = [1, 0]
        for (let i = 0; i < n; i++) {
          const flipped = (flips >> i) & 1
          p *= flipped ? eta : 1 - eta
          if (i < right === (flipped === 0)) left++
        }
        if (2 * left < n) wrong += p
      }
      return wrong
    }
    for (const row of rows as Row[]) {
      const one = few(3, 2, row.flips)
      const two = (few(3, 3, row.flips) + few(3, 1, row.flips)) / 2
      expect(row.replicas.value).toBeCloseTo((one + two) / 2, 12)
      // √(Σ(x − m)²/(n(n − 1))) of two values
      expect(row.replicas.error).toBeCloseTo(Math.abs(one - two) / 2, 12)
      // where the sum of the two vanishes the barycentre is the first
      expect(row.barycentre.value).toBeCloseTo(one, 12)
      expect(row).toMatchObject({ method: 'exact', barycentre: { error: 0 } })
    }
  })

  it('grows with flips up to one half, and says what it is of', async () => {
    const machine = '--activation sign --weights binary --units 5 --inputs 75 --alpha 0.4'
    const { rows, method, instance, seconds } = await jsonOf(
      `robustness --method rrr ${machine} --sweeps 60 --beta 0.5:4 --gamma 1 --replicas 12 --flips 0:0.5:0.1 --workers 0`,
    )
    expect({ method, inputs: instance.inputs }).toEqual({ method: 'rrr', inputs: 75 })
    expect(seconds).toBeGreaterThan(0)
    const values = (rows as Row[]).map(({ replicas }) => replicas.value)
    expect([...values].sort((a, b) => a - b)).toEqual(values)
    expect(values[5]).toBeCloseTo(0.5, 12)
    expect((rows as Row[]).map(({ flips }) => flips)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    expect(warnings).toEqual([])
  })

  it('draws flips where they cannot be summed over, with an error', async () => {
    const machine = '--activation tanh --weights binary --units 4 --inputs 60 --alpha 0.5'
    const { out, code } = await run(
      `robustness --method metropolis ${machine} --sweeps 20 --beta 1 --flips 0,0.2 --workers 0 --format csv`,
    )
    expect(code).toBe(0)
    const [head, exact, drawn] = out.trimEnd().split('\n')
    expect(head).toBe(
      'flips,replicas,replicasError,replicasOverPatterns,barycentre,barycentreError,barycentreOverPatterns,method,ties',
    )
    expect(exact).toMatch(/^0,.*,exact,errors$/)
    expect(drawn).toMatch(/^0\.2,.*,sampled,errors$/)
    // a single replica has no error between replicas
    expect(drawn.split(',')[2]).toBe('')
    expect(Number(drawn.split(',')[5])).toBeGreaterThan(0)
  })
})
