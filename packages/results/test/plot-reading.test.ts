import { csv, csvRecords, readDocuments } from '@gardner/results'
import { figuresOf } from '@gardner/results/figures'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const rowsOf = async (text: string, file = 'x.csv') => figuresOf(await readDocuments(text, file))[0].rows

describe('CSV', () => {
  it('loses no row whose number is none', async () => {
    const text = 'activation,weights,alpha,entropy,entropyError\nrelu,binary,"1,000.1",0.5,0\nrelu,binary,0.2,0.4,0\n'
    await expect(rowsOf(text)).rejects.toThrow('invalid alpha: "1,000.1"; expected a number')
  })

  it('is read as it is written', async () => {
    const word = fc.string({ maxLength: 8 }).filter((text) => text.trim() !== '' && Number.isNaN(Number(text)))
    const cell = fc.oneof(fc.double({ noNaN: true }), word)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: cell, 'b, "c"': cell, d: cell }), { minLength: 1, maxLength: 5 }),
        async (records) => {
          const read = csvRecords(await csv(records), 'x.csv')
          // −0 is written as 0
          expect(read).toEqual(
            records.map((record) =>
              Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value === 0 ? 0 : value])),
            ),
          )
        },
      ),
      { numRuns: 200, seed: 2 },
    )
  })

  it('goes along what stands before the first quantity', async () => {
    for (const text of [
      'activation,weights,constraint,ansatz,margin,alpha,slope,capacity,capacityError\nleaky-relu,binary,margin,rs,0,,0,0.9,0\nleaky-relu,binary,margin,rs,0,,1,0.8,0\n',
      'activation,weights,constraint,ansatz,margin,alpha,slope,entropy,entropyError\nleaky-relu,binary,margin,rs,0,0.4,0,0.9,0\nleaky-relu,binary,margin,rs,0,0.4,1,0.8,0\n',
    ]) {
      const [{ rows, name }] = figuresOf(await readDocuments(text, 'x.csv'))
      expect(name).toBe('along-slope')
      expect(rows.map(({ slope }) => slope)).toEqual([0, 1])
    }
  })

  it('of critical values that are no loads is refused', async () => {
    const text =
      'command,quantity,activation,weights,ansatz,value,error\ncritical,minimumDistance,sign,binary,franz-parisi,0.09,0\n'
    await expect(rowsOf(text)).rejects.toThrow(/^cannot plot x.csv: it holds critical values; plot what gardner curve/)
  })

  it('may have a mark, other line ends and no end', async () => {
    const text = 'activation,weights,alpha,entropy,entropyError\nrelu,binary,0.1,0.6,0\nrelu,binary,0.2,0.5,0'
    expect(await rowsOf(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(await rowsOf(text))
  })
})

describe('traces', () => {
  it('that are long are drawn as means over blocks', async () => {
    const lines = Array.from({ length: 1800 }, (_, i) => `1,${i + 1},2,0,${i % 4},${i % 4},1`)
    const text = `seed,sweep,beta,gamma,energy,errors,overlap\n${lines.join('\n')}\n`
    const [figure] = figuresOf(await readDocuments(text, 'x.csv'))
    expect(figure.rows).toHaveLength(450)
    expect(figure.rows.every(({ value }) => value === 1.5)).toBe(true)
    expect(figure.rows[0].sweep).toBe(2.5)
    expect(figure.caption).toMatch(/A point is the mean of 4 measurements/)
  })
})

describe('a histogram', () => {
  const problem = { activation: 'relu', weights: 'binary', units: 4, margin: 0, alpha: 0.5, constraint: 'margin' }
  const sample = (stabilities: object, means: object = {}) =>
    JSON.stringify({ command: 'sample', method: 'rrr', problem, instance: { inputs: 100 }, means, stabilities })
  const counts = { counts: [0, 0, 1, 3, 0], below: 0, above: 0 }
  const measured = { counts: [0, 2, 2, 4, 0], below: 1, above: 1 }

  it('is the density of all measurements, with what lies outside', async () => {
    const rows = await rowsOf(sample({ from: -1, width: 0.5, final: counts, measured }), 'x.json')
    expect(rows.map(({ stability, density }) => [stability, density])).toEqual([
      [-0.25, 0.4],
      [0.25, 0.4],
      [0.75, 0.8],
    ])
  })

  it('is that of the end where the temperature moved', async () => {
    const moved = { reason: 'beta changed while it was measured' }
    const rows = await rowsOf(sample({ from: -1, width: 0.5, final: counts, measured }, moved), 'x.json')
    expect(rows.map(({ stability, density }) => [stability, density])).toEqual([
      [0.25, 0.5],
      [0.75, 1.5],
    ])
  })
})

describe('critical loads', () => {
  it('that lie beyond the capacity, or are not there, are left out', async () => {
    const problem = { activation: 'sign', weights: 'spherical', margin: 0 }
    const entry = (command: string, ansatz: string, value: number | null, reason?: string) => ({
      command: `gardner ${command} --activation sign`,
      problem,
      ansatz,
      value,
      reason,
    })
    const entries = [
      entry('capacity', '1rsb', 2),
      entry('instability', '1rsb', 3),
      entry('instability', 'rs', 1),
      entry('capacity', 'rs', null, 'its capacity diverges with K'),
      entry('instability', '2rsb', null, 'stable at every load'),
    ]
    const rows = await rowsOf(JSON.stringify({ entries }), 'x.json')
    expect(rows.map(({ ansatz, value }) => [ansatz, value])).toEqual([
      ['1RSB', 2],
      ['RS', Number.POSITIVE_INFINITY],
      ['α_AT', 1],
    ])
  })
})

describe('rows of a study', () => {
  const machine = { weights: 'binary', alpha: 0.4, replicas: 10 }
  const machines = [
    { activation: 'relu', units: 32, inputs: 480, distance: 0.04951358, ...machine },
    { activation: 'sign', units: 33, inputs: 495, distance: 0.04885907, ...machine },
  ]

  it('of a sampled P(Δ) have bins, and lines of the theories beside them', async () => {
    const entries = machines.flatMap((machine) =>
      [0, 0.5].map((stability) => ({ ...machine, stability, width: 0.5, density: 1, theory: 0.9, fanTheory: 1.1 })),
    )
    const rows = await rowsOf(JSON.stringify({ entries }), 'x.json')
    expect(new Set(rows.map(({ machine }) => machine))).toEqual(
      new Set(['relu, d = 0.04951, N = 480, K = 32', 'sign, d = 0.04886, N = 495, K = 33']),
    )
    expect(rows.map(({ solutions, width, density }) => [solutions, width, density]).slice(0, 6)).toEqual([
      ['', 0.5, 1],
      ['', 0.5, 1],
      ['K → ∞', null, 0.9],
      ['K → ∞', null, 0.9],
      ['finite units', null, 1.1],
      ['finite units', null, 1.1],
    ])
  })

  it('of robustness say whose they are', async () => {
    const entries = machines.flatMap((machine) =>
      ['replicas', 'barycentre'].map((who) => ({ ...machine, who, flipped: 0.1, wrong: 0.2, wrongError: 0.01 })),
    )
    const rows = await rowsOf(JSON.stringify({ entries }), 'x.json')
    expect(rows.map(({ who, flipped, wrong, wrongError }) => [who, flipped, wrong, wrongError])).toEqual([
      ['replicas', 0.1, 0.2, 0.01],
      ['replicas', 0.1, 0.2, 0.01],
      ['barycentre', 0.1, 0.2, 0.01],
      ['barycentre', 0.1, 0.2, 0.01],
    ])
  })
})

it('takes no name of JavaScript for a command', async () => {
  await expect(readDocuments('{"command":"__proto__"}', 'x.json')).rejects.toThrow('unknown command in x.json')
})
