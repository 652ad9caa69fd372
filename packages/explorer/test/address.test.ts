import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, readAddress } from '../src/state/address.js'
import { bounds, defaults, type Settings } from '../src/state/settings.js'

const within = ({ from, to }: { from: number; to: number }) =>
  fc.double({ min: from, max: to, noNaN: true }).map((x) => x + 0)
const whole = ({ from, to }: { from: number; to: number }) => fc.integer({ min: from, max: to })

const machine = fc
  .record({
    architecture: fc.constantFrom('committee' as const, 'perceptron' as const),
    activation: fc.constantFrom(
      'relu',
      'leaky-relu:0.2',
      'polynomial:0,1,0,0.5',
      'formula:max(0, x) + 0.1*x',
      'formula:x > -1 && x < 1 ? x^2 : 1',
    ),
    weights: fc.constantFrom('binary', 'spherical'),
    margin: within(bounds.margin),
  })
  .map((one) => (one.architecture === 'perceptron' ? { ...one, activation: 'linear' } : one))

const settings: fc.Arbitrary<Settings> = fc.array(machine, { minLength: 1, maxLength: 4 }).chain((machines) =>
  fc.record({
    machines: fc.constant(machines),
    alpha: within(bounds.alpha),
    tab: fc.constantFrom('theory' as const, 'finite' as const),
    solutions: fc.constantFrom('typical' as const, 'dense' as const),
    distance: within(bounds.distance),
    finite: fc.record({
      card: whole({ from: 1, to: machines.length }),
      method: fc.constantFrom('anneal' as const, 'replicated' as const),
      units: whole(bounds.units),
      inputs: whole(bounds.inputs),
      replicas: whole(bounds.replicas),
      sweeps: whole(bounds.sweeps),
      seed: whole(bounds.seed),
    }),
  }),
)

describe('the address', () => {
  it('says all that is chosen', () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        const address = addressOf(chosen)
        expect(readAddress(address)).toEqual({ settings: chosen, problems: [] })
        expect(readAddress(`#${address}`).settings).toEqual(chosen)
        // a fragment, and one that stays whole in a line of text
        expect(address).toMatch(/^[\w.~!$&'()*+,;=:@%-]+$/)
      }),
      { numRuns: 300, seed: 8 },
    )
  })

  it('is to be read by people', () => {
    expect(addressOf(defaults)).toBe('v=1&machine=committee;relu;binary;0&machine=committee;sign;binary;0&alpha=0.5')
  })

  it('of version 0.1.0 is read as it was written', () => {
    const written =
      'v=1&machine=committee;leaky-relu:0.2;spherical;0.3&machine=perceptron;binary;0&machine=committee;formula:max(0,%20x)%20%2B%200.1*x;binary;-0.5&alpha=0.625&tab=finite&solutions=dense&distance=0.12&card=3&units=6&inputs=54&replicas=3&sweeps=500&seed=7'
    expect(readAddress(written)).toEqual({
      problems: [],
      settings: {
        machines: [
          { architecture: 'committee', activation: 'leaky-relu:0.2', weights: 'spherical', margin: 0.3 },
          { architecture: 'perceptron', activation: 'linear', weights: 'binary', margin: 0 },
          { architecture: 'committee', activation: 'formula:max(0, x) + 0.1*x', weights: 'binary', margin: -0.5 },
        ],
        alpha: 0.625,
        tab: 'finite',
        solutions: 'dense',
        distance: 0.12,
        finite: { card: 3, units: 6, inputs: 54, method: 'replicated', replicas: 3, sweeps: 500, seed: 7 },
      },
    })
  })

  it('is the default where there is none', () => {
    expect(readAddress('')).toEqual({ settings: defaults, problems: [] })
    expect(readAddress('#')).toEqual({ settings: defaults, problems: [] })
  })

  it('never fails, whatever it says, and only gives what is in bounds', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `v=1&machine=${text}`),
      fc
        .tuple(fc.constantFrom('alpha', 'tab', 'distance', 'card', 'units', 'sweeps', 'seed', 'machine'), fc.string())
        .map(([key, text]) => `v=1&${key}=${text}`),
    )
    fc.assert(
      fc.property(garbage, (text) => {
        const { settings, problems } = readAddress(text)
        for (const problem of problems) expect(problem).toMatch(/^The address /)
        // what was read is an address itself
        expect(readAddress(addressOf(settings))).toEqual({ settings, problems: [] })
      }),
      { numRuns: 500, seed: 9 },
    )
  })

  it.each([
    ['alpha=1', /no version.*v=1/],
    ['v=7&alpha=1', /version "7".*v=1/],
    ['v=1&alpha=-1', /alpha="-1"; expected a number from 0.001 to 100/],
    ['v=1&alpha=', /alpha=""; expected a number/],
    ['v=1&units=2.5', /expected a whole number/],
    ['v=1&tab=theroy', /expected theory or finite/],
    ['v=1&colour=red', /"colour", which means nothing here/],
    ['v=1&machine=committee;rlu;binary;0', /did you mean relu/],
    ['v=1&machine=committee;formula:max(0,;binary;0', /machine=/],
    ['v=1&machine=committee;relu;bin;0', /weights binary or spherical/],
    ['v=1&machine=committee;relu;binary;x', /κ: expected a number/],
    ['v=1&machine=relu', /committee;activation;weights;κ/],
    ['v=1&machine=perceptron;relu;binary;0', /perceptron;weights;κ/],
    [`v=1${'&machine=perceptron;binary;0'.repeat(5)}`, /at most 4 machines/],
    ['v=1&card=3', /from 1 to 2/],
  ])('says what is wrong with %s', (text, message) => {
    const { settings, problems } = readAddress(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(message)
    expect(settings.machines.length).toBeGreaterThan(0)
  })
})
