import { describe, expect, it } from 'vitest'
import { folderWith, inFolder, run } from './harness.js'

const terminal = (width: number) => ({ terminal: { colour: false, width } })
const widest = (text: string) => Math.max(...text.split('\n').map((line) => [...line.replace(/\p{M}/gu, '')].length))
/** Without the examples, which are lines to copy. */
const help = (text: string) => text.slice(0, text.indexOf('Examples:'))

describe('in a narrow terminal', () => {
  it.each([50, 60, 80, 100])('help is %d columns wide', async (width) => {
    const { out } = await run('help sample', terminal(width))
    expect(widest(help(out))).toBeLessThanOrEqual(width)
    expect(widest(help(out))).toBeGreaterThan(width - 25)
  })

  it('help is as wide as COLUMNS says, and never wider than 100', async () => {
    const at = (columns: string) =>
      run('help sample', { surroundings: { folder: folderWith(), variables: { COLUMNS: columns } } })
    expect(widest(help((await at('60')).out))).toBeLessThanOrEqual(60)
    expect((await at('200')).out).toBe((await run('help sample')).out)
  })

  it.each([
    'capacity --activation relu --weights spherical',
    'capacity --activation relu,linear --weights binary,spherical',
    'curve --activation relu --weights binary --alpha 0.1,0.2 --quantity entropy,replicon',
    'stabilities --activation relu --weights binary --alpha 0.6 --stabilities 0,0.5,1',
    'list activations',
  ])('%s', async (argv) => {
    const { out } = await run(argv, terminal(40))
    expect(widest(out)).toBeLessThanOrEqual(40)
  })

  it('a record is lines of a name and a value with its error', async () => {
    const argv = 'curve --activation relu --weights binary --alpha 0.1,0.2'
    expect((await run(argv, terminal(40))).out).toMatch(/^α {6}0\.1\nS {6}0\.62326858\d+ ± \de-15\nq {6}0\.0468/m)
    // what fits is a table
    expect((await run(argv, { ...terminal(100), clock: () => 0 })).out).toBe((await run(argv, { clock: () => 0 })).out)
  })
})

describe('an ending that is no format', () => {
  it('is refused where an instance is written, and told to have a format by --format', async () => {
    const made = 'instance --activation relu --weights binary --units 4 --inputs 8 --alpha 0.5'
    const folder = folderWith()
    expect(await run(`${made} --out inst.txt`, inFolder(folder))).toMatchObject({
      code: 2,
      err: 'gardner: invalid out: inst.txt; an instance is JSON: expected a file that ends in .json\n',
    })
    expect((await run(`${made} --out inst-0.5`, inFolder(folder))).code).toBe(0)
    const capacity = 'capacity --activation linear --weights binary --out x.dat'
    expect((await run(capacity, inFolder(folder))).code).toBe(2)
    expect((await run(`${capacity} --format csv`, inFolder(folder))).code).toBe(0)
  })
})
