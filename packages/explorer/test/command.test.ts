import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  capacityCommand,
  franzParisiCommand,
  gridText,
  sampleCommand,
  stabilitiesCommand,
} from '../src/state/command.js'

const relu = { architecture: 'committee', activation: 'relu', weights: 'binary', margin: 0 } as const

/** What the command line makes of from:to:step: multiples of the step, to the decimals that were typed. */
function read(text: string): readonly number[] {
  if (!text.includes(':')) return text.split(',').map(Number)
  const parts = text.split(':')
  const [from, to, step] = parts.map(Number)
  const decimals = Math.max(...[parts[0], parts[2]].map((part) => (part.split('.')[1] ?? '').length))
  return Array.from({ length: Math.floor((to - from) / step + 1e-6) + 1 }, (_, i) =>
    Number((from + i * step).toFixed(decimals)),
  )
}

describe('command lines', () => {
  it('name the machine as the command line does', () => {
    expect(capacityCommand(relu, 'rs')).toBe('gardner capacity --activation relu --weights binary')
    expect(capacityCommand({ ...relu, margin: -0.5 }, '2rsb')).toBe(
      'gardner capacity --activation relu --weights binary --margin -0.5 --ansatz 2rsb',
    )
    expect(capacityCommand({ ...relu, architecture: 'perceptron' }, 'rs')).toContain('--activation linear')
  })

  it('quote what a shell would read', () => {
    expect(capacityCommand({ ...relu, activation: 'formula:max(0, x)' }, 'rs')).toContain("'formula:max(0, x)'")
    expect(capacityCommand({ ...relu, activation: "formula:x'" }, 'rs')).toContain("'formula:x'\\'''")
  })

  it('ask for the same points', () => {
    expect(franzParisiCommand(relu, 0.6, [0.1, 0.2, 0.3])).toMatch(/--alpha 0.6 --distances 0.1,0.2,0.3$/)
    expect(gridText([0.1, 0.2, 0.3, 0.4, 0.5])).toBe('0.1:0.5:0.1')
    expect(gridText([0.1, 0.2, 0.3, 0.4, 0.6])).toBe('0.1,0.2,0.3,0.4,0.6')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(
            fc.double({ min: 0, max: 4, noNaN: true }).map((x) => x + 0),
            { minLength: 1 },
          ),
          fc
            .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 60 }))
            .map(([from, step, count]) => Array.from({ length: count }, (_, i) => (from + i * step) / 100)),
        ),
        (values) => {
          expect(read(gridText(values)).map((x) => x + 0)).toEqual(values)
        },
      ),
      { seed: 6 },
    )
  })

  it('tell typical solutions from dense regions', () => {
    expect(stabilitiesCommand(relu, 0.6, undefined, [0, 1])).toBe(
      'gardner stabilities --activation relu --weights binary --alpha 0.6 --stabilities 0,1',
    )
    expect(stabilitiesCommand(relu, 0.6, { replicas: Number.POSITIVE_INFINITY, distance: 0.1 }, [])).toMatch(
      /--replicas inf --distance 0.1$/,
    )
  })

  it('name the run of a finite machine', () => {
    const run = {
      machine: relu,
      method: 'replicated',
      units: 4,
      inputs: 300,
      alpha: 0.3,
      replicas: 3,
      sweeps: 500,
      seed: 7,
    } as const
    const schedule = { stages: [{ sweeps: 500, beta: [0.5, 4], replicas: 3 }] } as const
    expect(sampleCommand(run, { sampler: 'replicated', schedule }).split('\n')).toEqual([
      `printf '%s' '{"stages":[{"sweeps":500,"beta":[0.5,4],"replicas":3}]}' > schedule.json`,
      'gardner sample --method replicated --activation relu --weights binary --units 4 --inputs 300 --alpha 0.3 --seed 7 --schedule schedule.json',
    ])
  })
})
