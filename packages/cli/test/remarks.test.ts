import { describe, expect, it } from 'vitest'
import { jsonOf, run } from './harness.js'

const beyond = 'the entropy is negative: this load lies beyond the capacity'
/** What is said first; that the ansatz is unstable there may follow. */
const says = (text: string) => expect.stringMatching(new RegExp(`^${text}(; [-a-z]+ is unstable at this \\w+)?$`))
const relu = '--activation relu --weights binary'

describe('rows where there are no solutions say so', () => {
  it('in curves beyond the capacity, as solve does', async () => {
    const argv = `curve ${relu} --alpha 0.5,1.3,1.7`
    const { rows } = await jsonOf(argv)
    expect(rows.map(({ reason }: { reason?: string }) => reason)).toEqual([undefined, says(beyond), says(beyond)])
    expect((await jsonOf(`solve ${relu} --alpha 1.3`)).reason).toContain(beyond)
    const table = await run(argv)
    expect(table.out).toMatch(/^0\.5 [^¹]*\n1\.3 .*¹\n1\.7 .*¹\n\n¹ the entropy is negative/m)
    expect(table.err).toBe('')
    const csv = await run(`${argv} --format csv`)
    expect(csv.out.split('\n').filter((line) => line.includes(beyond))).toHaveLength(2)
    expect(csv.err).toBe(`gardner: 2 of 3 points: ${beyond}; rs is unstable at this load\n`)
  })

  it('where the entropy was not asked for, and along the margin', async () => {
    const { rows, quantities } = await jsonOf(`curve ${relu} --alpha 0.5 --margin 0,0.5 --quantity q`)
    expect(quantities).toEqual(['q'])
    expect(rows[0]).not.toHaveProperty('reason')
    expect(rows[1]).toMatchObject({ margin: 0.5, reason: says(beyond) })
    expect(rows[1]).not.toHaveProperty('entropy')
  })

  it('around a typical solution: of a load beyond the capacity, and of distances below d_min', async () => {
    const far = await jsonOf(`franz-parisi ${relu} --alpha 0.95 --distances 0.1,0.3`)
    for (const { reason } of far.rows) {
      expect(reason).toBe('the entropy of typical solutions is negative: this load lies beyond the capacity')
    }
    const { out } = await run(`franz-parisi ${relu} --alpha 0.6 --distances 0.0001,0.001,0.1 --format json`)
    expect(JSON.parse(out).rows.map(({ reason }: { reason?: string }) => reason)).toEqual([
      expect.stringMatching(/^there are no such solutions at this distance: the branch ends/),
      says('the entropy is negative: there are no such solutions at this distance'),
      undefined,
    ])
  })

  it('but not on the sphere, where the entropy is that of a volume', async () => {
    const { rows } = await jsonOf('curve --activation relu --weights spherical --alpha 0.5,1')
    for (const row of rows) expect(row).not.toHaveProperty('reason')
  })

  it('and a branch that rounding hides is given up', async () => {
    const { code, out, err } = await run(
      'franz-parisi --activation polynomial:0,0.003,1 --weights binary --alpha 0.5 --distances 0.1',
    )
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/the branch could not be followed beyond α = 0\.1175/)
  })
})
