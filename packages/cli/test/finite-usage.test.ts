import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatNpy } from '@gardner/machines'
import { describe, expect, it } from 'vitest'
import { folderWith, inFolder, run } from './harness.js'

const machine = '--activation relu --weights binary --units 4 --inputs 60 --alpha 0.5'

/** The machine with another value of one of its options. */
const machineWith = (option: string, value: string): string =>
  machine.replace(new RegExp(`--${option} \\S+`), `--${option} ${value}`)
const short = '--sweeps 10 --beta 1'
const sample = `sample --method metropolis ${machine}`

/** What is typed, and what is said of it: exit code 2, one line, nothing on stdout, and nothing computed. */
const misuses: readonly (readonly [string, RegExp])[] = [
  // what a machine is made of
  ['instance --weights binary --units 4 --inputs 60 --alpha 1', /missing activation: give --activation/],
  [
    'instance --activation relu --weights binary --units 4 --inputs 60',
    /missing alpha: give --alpha, or an instance or patterns in a file$/,
  ],
  ['instance --activation relu --weights binary --units 4 --alpha 1', /missing inputs: give --inputs/],
  ['instance --activation relu --weights binary --inputs 60 --alpha 1', /missing units: give --units/],
  [
    'instance --activation relu --weights binary --units 4 --inputs 62 --alpha 1',
    /invalid inputs: 62; expected a multiple of the 4 units of a tree: 60 or 64$/,
  ],
  ['instance --activation relu --weights binary --units 3 --inputs 60 --alpha 1', /3 units cannot balance relu/],
  [
    'instance --activation sign --weights binary --units 3 --inputs 60 --alpha 1',
    /units of 20 inputs can have fields of 0/,
  ],
  [
    'instance --activation sign --weights binary --units 4 --inputs 60 --alpha 1',
    /4 units of sign can have an output of 0/,
  ],
  [
    'instance --activation relu --weights ternary --units 4 --inputs 60 --alpha 1',
    /weights ternary.* use binary or sph/,
  ],
  [`instance ${machineWith('alpha', '0.001')}`, /invalid alpha: 0.001; expected a load of at least .* one pattern$/],
  [`instance ${machineWith('alpha', '-1')}`, /invalid alpha: -1; expected a finite number, zero or above$/],
  [`instance ${machineWith('alpha', '0.1:0.5:0.1')}`, /invalid alpha: .* expected one, as an instance is one machine/],
  [`instance ${machineWith('inputs', '4e9')}`, /would take .* GiB of memory, more than the 4.00/],
  [`instance ${machineWith('inputs', 'few')}`, /invalid inputs: "few"; expected a whole number, 1 or above$/],
  [`instance ${machineWith('inputs', '60.5')}`, /invalid inputs: 60.5; expected a whole number, 1 or above$/],
  [`instance ${machineWith('units', '0')}`, /invalid units: 0; expected a whole number, 1 or above$/],
  [`instance ${machine} --seed -1`, /invalid seed: -1; expected a whole number, 0 or above$/],
  [`instance ${machine} --seed 1e300`, /invalid seed: 1e\+300; expected a whole number, 0 or above$/],
  [`instance ${machine} --wiring ring`, /unknown wiring: ring; .*known: tree, full$/],
  [`instance ${machine} --labels none`, /unknown labels: none; .*known: random, teacher$/],
  [`instance ${machine} --margin inf`, /invalid margin: Infinity; expected a finite number$/],
  [`instance ${machine} --format json`, /--format is for telling what an instance is: gardner instance FILE/],
  [`instance ${machine} --patterns none.csv`, /--alpha and --patterns with a file exclude each other/],
  [
    'instance --activation relu --weights binary --units 4 --patterns none.csv',
    /cannot read patterns none\.csv: no such file or directory \(ENOENT\)/,
  ],
  [
    'instance --activation relu --weights binary --units 1 --patterns odd.csv',
    /cannot use patterns odd.csv: invalid line 2: "2 columns"; expected 3, as many as line 1 has$/,
  ],
  [
    'instance --activation linear --weights binary --units 1 --patterns short.npy',
    /cannot use patterns short.npy: invalid \.npy file: .*it is cut off$/,
  ],
  [
    'instance --activation linear --weights binary --units 1 --patterns three.csv --inputs 4',
    /cannot use patterns three.csv: invalid patterns: "rows of 3 numbers"; expected 4/,
  ],
  [
    'instance --activation linear --weights binary --units 1 --patterns three.csv --labels three.npy',
    /--labels three.npy belongs to patterns in a .npy file/,
  ],
  // files of instances
  ['instance none.json', /cannot read instance none\.json: no such file or directory \(ENOENT\)/],
  ['instance damaged.json', /cannot use instance damaged.json: invalid checksum of the instance file/],
  ['instance cut.json', /cannot use instance cut.json: invalid instance file: .* cut off/],
  ['instance odd.csv', /cannot use instance odd.csv: invalid instance file/],
  [`instance whole.json --alpha 1`, /whole.json and --alpha exclude each other: the file says it all$/],
  ['sample --method metropolis --instance damaged.json', /cannot use instance damaged.json: invalid checksum/],
  ['sample --method metropolis --instance whole.json --units 3', /--instance and --units exclude each other/],
  // methods and schedules
  [`sample ${machine}`, /missing method: give --method .*; known: metropolis, anneal, rrr/],
  [`sample --method anneel ${machine}`, /unknown sampler: anneel; did you mean anneal\?/],
  [`sample --method rrr:star ${machine}`, /invalid coupling: "star"/],
  [
    `sample --method rrr:centre ${machine} ${short}`,
    /the reduced rejection rate has the centre traced out; use traced/,
  ],
  [
    'sample --method metropolis --activation relu --weights spherical --units 4 --inputs 60 --alpha 0.5',
    /metropolis flips ±1 weights, and those of spherical are others/,
  ],
  [`${sample} --sweeps 10`, /missing beta: give --beta/],
  [`${sample} --beta 1`, /missing sweeps: --beta is part of a schedule; give --sweeps and --beta$/],
  [`${sample} --sweeps inf --beta 1`, /invalid sweeps of stage 1: Infinity; .*a schedule has to end$/],
  [`${sample} --sweeps 1e13 --beta 1`, /invalid sweeps of stage 1: 2500000000000; .*a schedule has to end$/],
  [`${sample} --sweeps 0 --beta 1`, /invalid sweeps of stage 1: 0; expected a whole number from 1/],
  [`${sample} --sweeps 10 --beta -1`, /invalid beta of stage 1: -1; expected a finite number, zero or above$/],
  [`${sample} --sweeps 10 --beta 1:-1`, /invalid beta of stage 1: -1; expected a finite number, zero or above$/],
  [`${sample} --sweeps 10 --beta 1:2:3`, /invalid beta: "1:2:3"; expected a number, or from:to$/],
  [`${sample} --sweeps 10 --beta hot`, /invalid beta: "hot"; expected a number, or from:to$/],
  [`${sample} ${short} --gamma nan`, /invalid gamma of stage 1: NaN; expected a finite number, zero or above$/],
  [`${sample} ${short} --overlap 1`, /invalid overlap of stage 1: 1; expected a number between −1 and 1$/],
  [`${sample} ${short} --replicas 1.5`, /invalid replicas of stage 1: 1.5; expected a whole number, 1 or above$/],
  [`${sample} ${short} --replicas 300`, /300 replicas are too many for metropolis; use at most 255$/],
  [`${sample} ${short} --until end-of-time`, /unknown until: end-of-time; .*known: solved, end$/],
  [`${sample} ${short} --cost zero`, /unknown cost: zero; .*known: errors, deficit, cross-entropy$/],
  [`${sample} ${short} --cost errors:2`, /invalid cost: "errors:2"; errors takes no parameters$/],
  [`${sample} ${short} --cost cross-entropy`, /invalid cost: "cross-entropy"; expected a temperature/],
  [`${sample} ${short} --cost cross-entropy:0`, /invalid temperature of the cross-entropy: 0; expected a positive/],
  [`${sample} --schedule none.yaml`, /cannot read schedule none\.yaml: no such file or directory \(ENOENT\)/],
  [`${sample} --schedule bad.yaml`, /cannot use schedule bad.yaml: .*at line 3, column/],
  [`${sample} --schedule bad.json`, /cannot use schedule bad.json: /],
  [`${sample} --schedule endless.yaml`, /cannot use schedule endless.yaml: invalid sweeps of stage 1: .*has to end$/],
  [
    `${sample} --schedule typo.yaml`,
    /cannot use schedule typo.yaml: invalid option of stage 1: "betta"; expected one of/,
  ],
  [`${sample} --schedule cold.yaml`, /cannot use schedule cold.yaml: invalid beta of stage 1: -1/],
  [`${sample} --schedule typo.yaml --beta 1`, /--schedule and --beta exclude each other: a schedule says it all$/],
  [`${sample} ${short} --chains 0`, /invalid chains: 0; expected a whole number, 1 or above$/],
  [`${sample} ${short} --chains 1e7`, /invalid chains: 10000000; expected at most 1000000$/],
  [`${sample} ${short} --seed 9007199254740991 --chains 2`, /invalid seed: 9007199254740992/],
  [`${sample} ${short} --workers -1`, /invalid workers: -1; expected a whole number, 0 or above$/],
  [`${sample} ${short} --workers 2 --chains 2`, /there are no threads here; expected --workers 0$/],
  [`${sample} ${short} --budget 0`, /invalid budget: 0; expected a positive number$/],
  [`${sample} ${short} --save w.txt`, /invalid save: w.txt; expected a file of numpy, such as weights.npy$/],
  [`${sample} ${short} --save none/w.npy`, /invalid save: none\/w.npy; there is no folder/],
  [`${sample} ${short} --save w.npy --out v.npy`, /--save and --out with a .npy file exclude each other/],
  [`${sample} ${short} --resume`, /missing checkpoint: --resume goes on from the file of --checkpoint$/],
  [`${sample} ${short} --checkpoint-every 1`, /missing checkpoint: --checkpoint-every needs --checkpoint$/],
  [`${sample} ${short} --checkpoint none/c`, /invalid checkpoint: none\/c; there is no folder/],
  [
    `${sample} ${short} --checkpoint c --checkpoint-every 0`,
    /invalid checkpoint-every: 0; expected a positive number$/,
  ],
  [`${sample} ${short} --checkpoint odd.csv`, /checkpoint odd.csv is there already; give --resume/],
  [`${sample} ${short} --checkpoint odd.csv --resume`, /cannot resume from odd.csv: it is no checkpoint of gardner$/],
  [
    `${sample} ${short} --checkpoint whole.json --resume`,
    /cannot resume from whole.json: it is no checkpoint of gardner/,
  ],
  // robustness
  [`robustness --method metropolis ${machine} ${short} --flips 0:0.5`, /invalid flips: "0:0.5"; expected a range/],
  [
    `robustness --method metropolis ${machine} ${short} --flips 1.5`,
    /invalid flips: 1.5; expected probabilities from 0/,
  ],
  [
    `robustness --method metropolis ${machine} ${short} --patterns gaussian`,
    /robustness is about flipped inputs, and these patterns are not ±1$/,
  ],
  ['robustness --instance whole.json --from w.npy --method rrr', /--from and --method exclude each other/],
  [
    'robustness --instance whole.json --from none.npy',
    /cannot read weights none\.npy: no such file or directory \(ENOENT\)/,
  ],
  [
    'robustness --instance whole.json --from three.npy',
    /cannot use weights three.npy: there are 3 numbers; expected rows of 60 weights, one for each replica$/,
  ],
  [
    'robustness --instance whole.json --from twos.npy',
    /cannot use weights twos.npy: weight 1 of replica 1 is 2; expected 1/,
  ],
  // threshold
  ['success --activation relu --weights binary --units 4 --inputs 60 --alpha 0.5', /missing method/],
  [
    'success --method anneal --activation relu --weights binary --units 4 --inputs 60',
    /missing alpha: give --alpha, such/,
  ],
  [`success --method anneal ${machine} --alpha 0.5,0.501`, /invalid alpha: 0.5 and 0.501 are both 30 patterns/],
  [`success --method anneal ${machine} --alpha 0:1:0.5`, /invalid alpha: 0; expected a load of at least/],
  [`success --method anneal ${machine} --alpha 0.1,1e12`, /would take .* GiB of memory/],
  [`success --method anneal ${machine} --seeds 0`, /invalid seeds: 0; expected a whole number, 1 or above$/],
  [`success --method anneal ${machine} --patterns p.csv`, /invalid patterns: "p.csv"; expected binary or gaussian/],
  [`success --method anneal ${machine} --until end ${short}`, /unknown option '--until'/],
]

describe('misuse of finite machines', () => {
  it.each(misuses)('gardner %s', async (argv, message) => {
    const folder = folderWith({
      'odd.csv': '1,-1,1\n1,-1\n',
      'three.csv': '1,-1,1\n',
      'bad.yaml': 'stages:\n  - {sweeps: 1, beta: [1\n',
      'bad.json': '{',
      'endless.yaml': 'stages: [{ sweeps: .inf, beta: 1 }]',
      'typo.yaml': 'stages: [{ sweeps: 5, betta: 1 }]',
      'cold.yaml': 'stages: [{ sweeps: 5, beta: -1 }]',
    })
    const whole = (await run(`instance ${machine}`)).out
    writeFileSync(join(folder, 'whole.json'), whole)
    writeFileSync(join(folder, 'damaged.json'), whole.replace('"seed": 1', '"seed": 2'))
    writeFileSync(join(folder, 'cut.json'), whole.slice(0, 300))
    writeFileSync(
      join(folder, 'short.npy'),
      formatNpy({ shape: [4, 9], values: new Float64Array(36) }).subarray(0, 200),
    )
    writeFileSync(join(folder, 'three.npy'), formatNpy({ shape: [3], values: new Int8Array(3) }))
    writeFileSync(join(folder, 'twos.npy'), formatNpy({ shape: [60], values: new Int8Array(60).fill(2) }))
    const { code, out, err } = await run(argv, inFolder(folder))
    expect(err).toMatch(/^gardner: [^\n]*\n$/)
    expect(err.trimEnd()).toMatch(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
})
