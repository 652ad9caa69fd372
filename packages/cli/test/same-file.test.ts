import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { folderWith, inFolder, run } from './harness.js'

const softsign = `export default { name: 's', register: (r) => r.activation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] }) }`
const machine = '--activation relu --weights binary --units 4 --inputs 40 --alpha 0.4'
const fast = '--sweeps 5 --beta 1 --workers 0'
const curve = 'curve --activation relu --weights binary --alpha 0.2,0.4'

/** What the commands below read. */
const inputs: Record<string, string | Buffer> = {
  's.yaml': 'stages: [{ sweeps: 5, beta: 1 }]\n',
  'p.csv': `${'1,-1,1,-1,'.repeat(9)}1,1,1,1\n`.repeat(3),
  'my.mjs': "import { softsign } from './own.mjs'\nexport default softsign\n",
  'own.mjs': softsign.replace('export default', 'export const softsign ='),
  'c.json': '{ "activation": "relu" }',
  '.gardnerrc': '{ "weights": "binary" }',
}

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gardner-same-'))
  await run(`instance ${machine} --out relu.json`, inFolder(folder))
  await run(`sample --method metropolis --instance relu.json ${fast} --save w.npy`, inFolder(folder))
  await run(`${curve} --out k.csv`, inFolder(folder))
  for (const name of ['relu.json', 'w.npy', 'k.csv']) inputs[name] = readFileSync(join(folder, name))
  rmSync(folder, { recursive: true })
})

const instance = `--method metropolis --instance relu.json ${fast}`

/** Each way to read a file with each way to write one. */
const cases: readonly (readonly [command: string, file: string, message: string])[] = [
  [`sample ${instance} --out relu.json`, 'relu.json', 'invalid out: relu.json would replace the instance'],
  [
    `sample ${instance} --checkpoint relu.json --resume`,
    'relu.json',
    'invalid checkpoint: relu.json would replace the instance',
  ],
  ['instance relu.json --out relu.json', 'relu.json', 'invalid out: relu.json would replace the instance'],
  [
    'robustness --instance relu.json --from w.npy --flips 0.1 --format csv --out w.npy',
    'w.npy',
    'invalid out: w.npy would replace the weights',
  ],
  [
    `sample --method metropolis ${machine} --schedule s.yaml --format csv --out ./s.yaml`,
    's.yaml',
    'invalid out: ./s.yaml would replace the schedule s.yaml',
  ],
  [
    'instance --activation relu --weights binary --units 4 --patterns p.csv --out p.csv',
    'p.csv',
    'invalid out: p.csv would replace the patterns',
  ],
  ['list --plugin ./my.mjs --out my.mjs', 'my.mjs', 'invalid out: my.mjs would replace the plugin ./my.mjs'],
  ['list --plugin ./my.mjs --out own.mjs', 'own.mjs', 'invalid out: own.mjs would replace the plugin ./my.mjs'],
  ['list --config c.json --out c.json', 'c.json', 'invalid out: c.json would replace the config'],
  ['list --out .gardnerrc', '.gardnerrc', 'invalid out: .gardnerrc would replace the config'],
  ['plot k.csv --out k.svg --data', 'k.csv', 'invalid data: k.csv would replace the file'],
  [`sample ${instance} --out x --checkpoint x`, 'x', 'invalid checkpoint: x is the file of --out, too'],
  [
    `sample ${instance} --save x.npy --checkpoint ./x.npy`,
    'x.npy',
    'invalid checkpoint: ./x.npy is the file of --save, too',
  ],
  [
    `success --method metropolis ${machine} --seeds 1 ${fast} --out x --checkpoint x`,
    'x',
    'invalid checkpoint: x is the file of --out, too',
  ],
  [`${curve} --out x.svg --plot x.svg`, 'x.svg', 'invalid plot: x.svg is the file of --out, too'],
  [
    'table --out . --config capacities.json',
    'capacities.json',
    'invalid out: capacities.json would replace the config',
  ],
]

function folderOfInputs(): string {
  return folderWith({ ...inputs, 'capacities.json': '{}' } as Record<string, string>)
}

describe('a file that is read and written, or written twice, is refused', () => {
  it.each(cases)('%s', async (command, file, message) => {
    const folder = folderOfInputs()
    const { code, out, err } = await run(command, inFolder(folder))
    expect(err.replace('gardner: using config .gardnerrc\n', '')).toMatch(/^gardner: [^\n]*\n$/)
    expect(err).toContain(`gardner: ${message}; expected another `)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    if (file in inputs) expect(readFileSync(join(folder, file)).equals(Buffer.from(inputs[file]))).toBe(true)
  })

  it('and no others', async () => {
    const folder = folderOfInputs()
    for (const command of [
      `sample ${instance} --save w.npy --out w.json --checkpoint w.ckpt`,
      'plot k.csv --out x.svg --data',
      `${curve} --out k.csv --plot k.svg`,
      'list --plugin ./my.mjs --config c.json --out d.json',
    ])
      expect((await run(command, inFolder(folder))).code).toBe(0)
  })

  it('whatever it is called', async () => {
    const folder = folderOfInputs()
    linkSync(join(folder, 'relu.json'), join(folder, 'hard.json'))
    symlinkSync('relu.json', join(folder, 'soft.json'))
    symlinkSync('later.json', join(folder, 'ahead.json'))
    mkdirSync(join(folder, 'below'))
    symlinkSync('..', join(folder, 'below', 'up'))
    for (const out of [
      'hard.json',
      'soft.json',
      'below/../relu.json',
      'below/up/relu.json',
      join(folder, 'relu.json'),
    ]) {
      const { code, err } = await run(`sample ${instance} --out ${out}`, inFolder(folder))
      expect(err).toContain(`invalid out: ${out} would replace the instance relu.json; expected another file`)
      expect(code).toBe(2)
    }
    // not there yet
    for (const checkpoint of ['later.json', 'below/up/later.json', './ahead.json']) {
      const { err } = await run(`sample ${instance} --out ahead.json --checkpoint ${checkpoint}`, inFolder(folder))
      expect(err).toContain(`invalid checkpoint: ${checkpoint} is the file of --out, too`)
    }
    expect(readFileSync(join(folder, 'relu.json')).equals(inputs['relu.json'] as Buffer)).toBe(true)
  })
})
