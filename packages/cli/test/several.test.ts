import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { namesIn } from '../src/option/several.js'
import { folderWith, inFolder, jsonOf, run } from './harness.js'

describe('a list of names', () => {
  const known = ['relu', 'tanh', 'polynomial', 'formula', 'rs', '1rsb', '2rsb', 'leaky-relu']
  it.each([
    ['relu', ['relu']],
    ['relu,tanh', ['relu', 'tanh']],
    ['relu, tahn', ['relu', 'tahn']],
    ['polynomial:0,-3,0,1,tanh', ['polynomial:0,-3,0,1', 'tanh']],
    ['polynomial:0,1,polynomial:0,0,1', ['polynomial:0,1', 'polynomial:0,0,1']],
    ['formula:max(0,x),relu', ['formula:max(0,x)', 'relu']],
    ['formula:max(tanh(x),relu),relu', ['formula:max(tanh(x),relu)', 'relu']],
    ['formula:x > 0 ? x : 0, leaky-relu:0.2', ['formula:x > 0 ? x : 0', 'leaky-relu:0.2']],
    ['rs,2rsb:0.3,0.6,1rsb', ['rs', '2rsb:0.3,0.6', '1rsb']],
  ])('%s', (text, names) => {
    expect(namesIn(text, known)).toEqual(names)
  })
})

describe('several values', () => {
  const loads = 'capacity --activation linear,relu --weights binary,spherical'

  it('make one table with what tells them apart, and one heading', async () => {
    const { code, out, err } = await run(loads)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^κ = 0 · rs\n\nactivation +weights +α_c /)
    expect(out.match(/^(linear|relu) +(binary|spherical) +\d\.\d{6}/gm)).toHaveLength(4)
    expect(out).toMatch(/4 of 4 found/)
  })

  it('are the same with commas and with the option given again', async () => {
    const again = await jsonOf('capacity --activation linear --activation relu --weights binary --weights spherical')
    const commas = await jsonOf(loads)
    const timeless = (rows: readonly object[]) => rows.map((row) => ({ ...row, seconds: 0 }))
    expect(timeless(again)).toEqual(timeless(commas))
    expect(commas.map(({ problem }: { problem: object }) => problem)).toMatchObject([
      { activation: 'linear', weights: 'binary' },
      { activation: 'linear', weights: 'spherical' },
      { activation: 'relu', weights: 'binary' },
      { activation: 'relu', weights: 'spherical' },
    ])
  })

  it('give each what it gives alone', async () => {
    const [, relu] = await jsonOf('solve --activation linear,relu --weights binary --alpha 0.4')
    const alone = await jsonOf('solve --activation relu --weights binary --alpha 0.4')
    expect({ ...relu, seconds: 0 }).toEqual({ ...alone, seconds: 0 })
  })

  it('are rows of one CSV', async () => {
    const { out } = await run(
      'curve --activation linear --weights binary --alpha 0.1:0.3:0.1 --margin 0,0.2 --format csv',
    )
    const [header, ...lines] = out.trimEnd().split('\n')
    expect(header).toMatch(/^activation,weights,constraint,ansatz,margin,alpha,entropy/)
    expect(lines.map((line) => line.split(',').slice(3, 6).join())).toEqual(
      [0, 0.2].flatMap((margin) => [0.1, 0.2, 0.3].map((alpha) => `rs,${margin},${alpha}`)),
    )
  })

  it('of numbers are lists and ranges', async () => {
    const rows = await jsonOf('solve --activation linear --weights binary --alpha 0.1:0.3:0.1 --alpha 0.5')
    expect(rows.map(({ alpha }: { alpha: number }) => alpha)).toEqual([0.1, 0.2, 0.3, 0.5])
  })

  it('stand in a config file as lists', async () => {
    const config = { activation: ['linear', 'polynomial:0,1'], weights: 'binary', margin: [0, 0.5], format: 'csv' }
    const { out } = await run('capacity', inFolder(folderWith({ 'gardner.config.json': JSON.stringify(config) })))
    const rows = out.trimEnd().split('\n').slice(1)
    expect(rows.map((row) => row.split(',binary')[0])).toEqual(
      ['linear', 'linear', 'polynomial', 'polynomial'].map((name) => expect.stringContaining(name)),
    )
  })

  it('that fail are rows with their reasons, and the rest is answered', async () => {
    const argv = 'capacity --activation sign,linear --weights spherical'
    const { code, out, err } = await run(`${argv} --format json`)
    expect(code).toBe(1)
    expect(err).toMatch(/^gardner: sign: sign has C'\(1\) = ∞/)
    const [sign, linear] = JSON.parse(out)
    expect(sign).toEqual({ command: 'capacity', activation: 'sign', verdict: 'failed', reason: expect.any(String) })
    expect(linear.value).toBeCloseTo(2, 12)
    expect((await run(argv)).out).toMatch(/sign +¹\n.*linear +2\.0+/s)
    expect(await run('capacity --activation sign --weights spherical --margin 0.1,0.2')).toMatchObject({
      code: 1,
      out: '',
    })
  })

  it.each([
    ['franz-parisi --activation relu,sign --weights binary --alpha 0.3,0.5 --distances 0.1,0.2', 8, /α +d +S/],
    ['local-entropy --activation relu --weights binary --alpha 0.3 --replicas 2,inf --distances 0.1,0.2', 4, /y +d +S/],
    ['stabilities --activation relu,sign --weights binary --alpha 0.3 --stabilities 0,0.5,1', 6, /activation +Δ/],
    ['curve --activation relu --weights spherical --ansatz rs,1rsb --alpha 2,2.2', 4, /ansatz +α +S/],
  ])('%s', async (argv, rows, heading) => {
    const { out } = await run(argv)
    expect(out).toMatch(heading)
    expect((await run(`${argv} --format csv`)).out.trimEnd().split('\n')).toHaveLength(rows + 1)
  })

  it('of methods and machines of finite size', async () => {
    const machine = '--weights binary --units 4 --inputs 40 --alpha 0.2 --sweeps 20 --beta 2'
    const argv = `sample --method metropolis,rrr --activation relu,tanh ${machine}`
    const { code, out } = await run(argv)
    expect(code).toBe(0)
    expect(out.match(/^(metropolis|rrr) +(relu|tanh) +1 /gm)).toHaveLength(4)
    const sizes = await run(
      'sample --method rrr --activation relu --weights binary --units 4 --inputs 40,80 --alpha 0.2 --sweeps 20 --beta 2',
    )
    expect(sizes.out).toMatch(
      /^relu · binary · κ = 0, ties errors · α = 0.2 · tree of 4 units · rrr · seed 1\n\nN +seed/,
    )
    const { out: csv } = await run(`${argv} --format csv`)
    expect(csv).toMatch(/^method,activation,seed,sweep,/)
    const robustness = await jsonOf(`robustness --method rrr --activation relu,tanh --flips 0,0.2 ${machine}`)
    expect(robustness.map(({ rows }: { rows: readonly object[] }) => rows.length)).toEqual([2, 2])
    const success = await run(
      'success --method anneal,rrr --activation relu --weights binary --units 4 --inputs 40 --alpha 0.2,0.4 --seeds 2 --sweeps 20 --beta 1:5',
    )
    expect(success.out.match(/^(anneal|rrr) +0\.[24] /gm)).toHaveLength(4)
  })

  it('are drawn over each other, with a legend, at once and from the file', async () => {
    const folder = folderWith()
    const argv = 'curve --activation linear,relu --weights binary --alpha 0.1:0.5:0.1'
    const { code } = await run(`${argv} --out x.json --plot x.svg`, inFolder(folder))
    expect(code).toBe(0)
    await run('plot x.json --out y.svg', inFolder(folder))
    await run(`${argv} --out x.csv`, inFolder(folder))
    await run('plot x.csv --out z.svg', inFolder(folder))
    const [x, y, z] = ['x', 'y', 'z'].map((name) => readFileSync(`${folder}/${name}.svg`, 'utf8'))
    for (const svg of [x, y, z]) for (const name of ['linear', 'relu']) expect(svg).toContain(`>${name}</text>`)
    expect(y).toBe(x)
  })

  it('hand over what there is at Ctrl-C, and drop the rest', async () => {
    let interrupt = () => {}
    let times = 0
    const { code, out, err } = await run('capacity --activation linear,relu,tanh --weights binary --format json', {
      signals: {
        listen: (interrupted) => {
          // the first is for all of them; the signal comes when the second has begun
          if (times++ === 0) interrupt = interrupted
          if (times === 3) for (const hear of [interrupt, interrupted]) hear()
          return () => {}
        },
        end: () => {},
      },
    })
    expect(code).toBe(130)
    expect(JSON.parse(out)[0].problem.activation).toBe('linear')
    expect(JSON.parse(out)).toHaveLength(1)
    expect(err).toMatch(/gardner: interrupted in 2 of 3\n$/)
  })
})
