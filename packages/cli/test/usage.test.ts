import { describe, expect, it } from 'vitest'
import { exitCodeOf, messageOf, stackOf } from '../src/session/failure.js'
import { folderWith, inFolder, run } from './harness.js'

const machine = '--activation relu --weights binary'

/** What is typed, and what is said of it. All of these are wrong uses: exit code 2 and nothing on stdout. */
const misuses: readonly (readonly [string, RegExp])[] = [
  [
    `curve ${machine} --ansatz large-deviation:3,0.05 --alpha 0.5 --along replicas --at inf`,
    /^gardner: invalid replicas: "inf"; expected finite numbers, as a curve goes from one to the next; y = ∞ is an ansatz/,
  ],
  [
    `curve ${machine} --quantity breakUp`,
    /^gardner: unknown critical value of rs: breakUp; known: capacity, instability$/,
  ],
  ['capactiy', /^gardner: unknown command 'capactiy'; did you mean capacity\?$/],
  ['capacity --actvation relu', /^gardner: unknown option '--actvation'; did you mean --activation\?$/],
  [`capacity extra ${machine}`, /^gardner: unexpected extra after capacity; see gardner help capacity$/],
  ['capacity relu binary', /^gardner: unexpected relu binary after capacity; give --activation relu --weights binary$/],
  [`capacity ${machine} --margin`, /^gardner: option '--margin <number>' argument missing$/],
  ['capacity --weights binary', /^gardner: missing activation: give --activation .*; known: linear, sign, relu/],
  ['capacity --activation relu', /^gardner: missing weights: give --weights .*; known: spherical, binary/],
  [
    'capacity --activation rleu --weights binary',
    /^gardner: unknown activation: rleu; did you mean relu\? known: linear/,
  ],
  ['capacity --activation relu --weights binry', /^gardner: unknown weights: binry; did you mean binary\?/],
  [`capacity ${machine} --ansatz rsb`, /^gardner: unknown ansatz: rsb; did you mean rs\? known: rs/],
  [`capacity ${machine} --constraint hinge`, /^gardner: unknown constraint: hinge; none is registered$/],
  [`capacity ${machine} --constraint hinge --margin 1`, /^gardner: --constraint and --margin exclude each other/],
  [
    'capacity --activation relu:3 --weights binary',
    /^gardner: invalid activation: "relu:3"; relu takes no parameters$/,
  ],
  [
    'capacity --activation leaky-relu:x --weights binary',
    /^gardner: invalid parameter of leaky-relu: "x"; .*\(leaky-relu:slope\)$/,
  ],
  [`capacity ${machine} --margin inf`, /^gardner: invalid margin: Infinity; expected a finite number/],
  [`capacity ${machine} --margin −∞`, /^gardner: invalid margin: -Infinity; expected a finite number/],
  [`capacity ${machine} --margin nan`, /^gardner: invalid margin: NaN; expected a finite number/],
  [`capacity ${machine} --margin half`, /^gardner: invalid margin: "half"; expected a finite number/],
  [
    `instance ${machine} --units 4 --inputs 8 --alpha 0.5 --margin 0:1:0.5`,
    /^gardner: invalid margin: 0 and 0.5 and 1; expected one, as an/,
  ],
  [
    'instance --activation relu,tanh --weights binary --units 4 --inputs 8',
    /^gardner: invalid activation: relu and tanh; expected one/,
  ],
  [`capacity ${machine} --margin 0,nan`, /^gardner: invalid margin: NaN; expected a finite number/],
  [
    `capacity ${machine} --format json --format csv`,
    /^gardner: --format is given twice, as json and csv; expected one value$/,
  ],
  [`sample ${machine} --seed 1 --seed 2`, /^gardner: --seed is given twice, as 1 and 2; expected one value$/],
  ['capacity --activation relu,tahn --weights binary', /^gardner: unknown activation: tahn; did you mean tanh\?/],
  [
    'sample --method rrr,anneal --instance relu.json --save w.npy',
    /^gardner: invalid method: rrr and anneal; expected one, as w.npy has the weights of one machine$/,
  ],
  [
    `success ${machine} --method rrr,anneal --alpha 0.5 --checkpoint x.ckpt`,
    /^gardner: --checkpoint keeps one run; expected one value of method$/,
  ],
  [`capacity ${machine} --format jsn`, /^gardner: unknown format: jsn; did you mean json\? known: table, json, csv$/],
  [`capacity ${machine} --budget 0`, /^gardner: invalid budget: 0; expected a positive number$/],
  [`solve ${machine}`, /^gardner: missing alpha: give --alpha/],
  [`solve ${machine} --alpha -1`, /^gardner: invalid alpha: -1; expected a finite number, zero or above$/],
  [`solve ${machine} --alpha nan`, /^gardner: invalid alpha: NaN; expected a finite number/],
  [
    `solve ${machine} --alpha 0,5`,
    /^gardner: invalid alpha: "0,5"; expected a number with a decimal point, 0\.5, or a list, /,
  ],
  [`curve ${machine}`, /^gardner: missing alpha: give --alpha, such as/],
  [`curve ${machine} --alpha 0.1:`, /^gardner: invalid alpha: /],
  [`curve ${machine} --alpha 0.1,,0.9`, /^gardner: invalid alpha: "0.1,,0.9"; expected a number, a list/],
  [`curve ${machine} --alpha 0.9:0.1:0.1`, /^gardner: empty range of alpha: .* must be negative$/],
  [`curve ${machine} --alpha 0.1:0.9:-0.1`, /^gardner: empty range of alpha: .* must be positive$/],
  [`curve ${machine} --alpha 0.1:0.9:0`, /^gardner: invalid step of alpha: 0/],
  [`curve ${machine} --alpha 0:1:1e-7`, /^gardner: invalid alpha: .* has 1\.0e\+7 points; expected at most 1000000$/],
  [`curve ${machine} --alpha 0:nan:0.1`, /^gardner: invalid alpha: NaN/],
  [`curve ${machine} --alpha=-0.1:0.5:0.1`, /^gardner: invalid alpha: -0.1; expected a finite number, zero or above$/],
  [
    `curve ${machine} --alpha 0.1 --quantity entrpy`,
    /^gardner: unknown quantity: entrpy; did you mean entropy\? .* q, /,
  ],
  [`curve ${machine} --margin 0 --quantity entropy,capacity`, /^gardner: quantity capacity is a load and entropy/],
  [`curve ${machine} --alpha 0.1 --quantity capacity`, /^gardner: quantity capacity is a load: it goes along --margin/],
  [
    `curve ${machine} --quantity capacity --along margin --at 0:1:1 --alpha 0.1`,
    /^gardner: quantity capacity is a load: it goes along margin, without --alpha$/,
  ],
  [`curve ${machine} --along alpha --at 0.1 --alpha 0.2`, /^gardner: --at and --alpha exclude each other along alpha/],
  [
    `curve ${machine} --along margin --at 0.1 --margin 0.2 --alpha 0.1`,
    /^gardner: --at and --margin exclude each other along margin/,
  ],
  [`critical capacity ${machine} --alpha 0.1`, /^gardner: capacity is a load itself: ask for it without --alpha$/],
  [`critical capacity ${machine} --ansatz 1rsb:0.5`, /^gardner: 1rsb:0\.5 has no critical values$/],
  [`curve ${machine} --quantity capacity`, /^gardner: missing margin: a curve of capacity goes along --margin$/],
  [`local-entropy ${machine} --alpha 0.6`, /^gardner: missing distances: give --distances, such as/],
  [`local-entropy ${machine} --distances 0.1`, /^gardner: missing alpha: give --alpha/],
  [
    'local-entropy --weights binary --alpha 0.6 --distances 0.1',
    /^gardner: missing activation: give --activation .*; known: linear/,
  ],
  [
    `local-entropy ${machine} --alpha 0.6 --distances 0`,
    /^gardner: invalid distance of large-deviation: 0; expected a number above 0 and below 0.5$/,
  ],
  [`local-entropy ${machine} --alpha 0.6 --distances 0.1,0.5`, /^gardner: invalid distance of large-deviation: 0.5;/],
  [`local-entropy ${machine} --alpha 0.6 --distances 0.1,nan`, /^gardner: invalid distances: NaN; expected a finite/],
  [`local-entropy ${machine} --alpha 0.6 --distances 0.1:0.2:`, /^gardner: invalid distances: /],
  [
    `local-entropy ${machine} --alpha 0.6 --distances 0.1 --replicas 0`,
    /^gardner: invalid replicas: 0; expected a positive number, or inf$/,
  ],
  [`local-entropy ${machine} --alpha 0.6 --distances 0.1 --replicas -2`, /^gardner: invalid replicas: -2; expected/],
  [
    `local-entropy ${machine} --alpha 0.6 --distances 0.1 --replicas few`,
    /^gardner: invalid replicas: "few"; .*, or inf$/,
  ],
  [`local-entropy ${machine} --alpha 0.6 --distances 0.1 --quantity q`, /^gardner: unknown quantity: q; .* slope, /],
  [`local-entropy ${machine} --alpha 0.6 --distances 0.1 --ansatz rs`, /^gardner: unknown option '--ansatz'/],
  [`franz-parisi ${machine} --alpha 0.6`, /^gardner: missing distances: give --distances/],
  [`franz-parisi ${machine} --distances 0.1`, /^gardner: missing alpha: give --alpha/],
  [`franz-parisi ${machine} --alpha 0.6 --distances 0.1,-0.1`, /^gardner: invalid distance.*: -0.1; expected a number/],
  [`franz-parisi ${machine} --alpha 0.6 --distances 1`, /^gardner: invalid distance.*: 1; expected a number above 0/],
  [`stabilities ${machine}`, /^gardner: missing alpha: give --alpha/],
  [`stabilities ${machine} --alpha 0.6 --replicas inf`, /^gardner: missing distance: replicas need --distance/],
  [`stabilities ${machine} --alpha 0.6 --distance 0.1`, /^gardner: missing replicas: --distance is that of --replicas/],
  [
    `stabilities ${machine} --alpha 0.6 --replicas inf --distance 0.1 --ansatz rs`,
    /^gardner: --ansatz and --replicas exclude each other: give one of them$/,
  ],
  [`stabilities ${machine} --alpha 0.6 --replicas inf --distance 0.7`, /^gardner: invalid distance .*: 0.7; expected/],
  [`stabilities ${machine} --alpha 0.6 --stabilities 1:0:0.1`, /^gardner: empty range of stabilities/],
  ['plot x.json --width 10', /^gardner: invalid width: 10; expected at least 100 pixels$/],
  ['reproduce', /^gardner: missing required argument 'study'$/],
  ['reproduce bmz2018', /^gardner: unknown study: bmz2018; did you mean bmz2019\? known: bmz2019, activations$/],
  ['reproduce bmz2019 --workers -1', /^gardner: invalid workers: -1; expected a whole number, 0 or above$/],
  ['reproduce bmz2019 --workers some', /^gardner: invalid workers: "some"; expected a whole number, 0 or above$/],
  ['reproduce bmz2019 --full --quick', /^gardner: --full and --quick exclude each other: give one of them$/],
  ['reproduce bmz2019 --only figure-9', /^gardner: unknown part: figure-9; known: capacities, figure-1, .*simulation$/],
  ['reproduce bmz2019 --only figure-1 --no-out', /^gardner: --only and --no-out exclude each other/],
  ['reproduce activations --full', /^gardner: --full is of what is sampled, and activations samples nothing$/],
  ['help capactiy', /^gardner: unknown command: capactiy; did you mean capacity\? known: capacity, /],
  ['list plugin', /^gardner: unknown section: plugin; did you mean plugins\?/],
  ['complete tcsh', /^gardner: .*tcsh.* Allowed choices are zsh, bash, fish, powershell/],
]

describe('misuse', () => {
  it.each(misuses)('gardner %s', async (argv, message) => {
    const { code, out, err } = await run(argv, inFolder(folderWith()))
    expect(err).toMatch(/^[^\n]*\n$/)
    expect(err.trimEnd()).toMatch(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('without a command shows the help', async () => {
    const { code, out, err } = await run('')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^Usage: gardner/)
  })
})

describe('help and version', () => {
  it.each([
    '--help',
    'help',
    'help capacity',
    'capacity --help',
    'curve -h',
    'help table',
    'help franz-parisi',
    'help reproduce',
  ])('gardner %s', async (argv) => {
    const { code, out, err } = await run(argv)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/Usage: gardner/)
    expect(out).toMatch(/Examples:\n {2}\$ gardner/)
  })

  it('prints the version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })
})

describe('errors', () => {
  it('show their stack when asked', async () => {
    const argv = 'capacity --activation sign --weights spherical'
    expect((await run(argv)).err).not.toContain('    at ')
    expect((await run(`${argv} --verbose`)).err).toContain('    at ')
    const debugging = { surroundings: { folder: folderWith(), variables: { GARDNER_DEBUG: '1' } } }
    expect((await run(argv, debugging)).err).toContain('    at ')
  })

  it('are one line whatever was thrown', () => {
    expect(messageOf(new TypeError('a\n  b'))).toBe('TypeError: a b')
    expect(messageOf(new Error('plain'))).toBe('plain')
    expect(messageOf('text')).toBe('text')
    expect(exitCodeOf('text')).toBe(1)
    expect(stackOf(new Error('outer', { cause: new Error('inner') }))).toMatch(/outer[\s\S]*caused by [\s\S]*inner/)
    expect(stackOf('text')).toBe('')
  })

  it('tell when the budget ended', async () => {
    let time = 0
    const clock = () => (time += 1000)
    const { code, out, err } = await run(`capacity ${machine} --budget 1e-9`, { clock })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe('gardner: the budget of 1e-9 ms ended before the capacity was found\n')
  })
})
