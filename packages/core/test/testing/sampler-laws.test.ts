import { relu, sign } from '@gardner/activations'
import { type Instance, type Iteration, problem, type Sample, type Sampler, type Schedule } from '@gardner/core'
import { type SamplerLawOptions, samplerLaws } from '@gardner/core/testing'
import { instance } from '@gardner/machines'
import { type ChainState, metropolis, reducedRejection, replicated } from '@gardner/samplers'
import { binary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

const make = (activation: typeof relu, inputs: number, units: number, patterns: number): Instance =>
  instance({ problem: problem({ activation, weights: binary, alpha: patterns / inputs }), inputs, units, seed: 2 })
const six = make(relu, 6, 2, 5)
const four = make(relu, 4, 2, 3)

type Steps = Iteration<ChainState, Sample>

/** A sampler that does what Metropolis does, but for one thing. */
const but = (
  change: (steps: Steps, schedule: Schedule, seed: number) => Partial<Steps>,
  of = metropolis,
): Sampler<ChainState> => ({
  name: 'mutant',
  iterate: (machine, options) => {
    const steps = of.iterate(machine, options)
    return { ...steps, ...change(steps, options.schedule as Schedule, options.seed) }
  },
})

const result = (change: (sample: Sample) => Partial<Sample>): Sampler<ChainState> =>
  but((steps) => ({
    result: (state, verdict) => {
      const sample = steps.result(state, verdict)
      return { ...sample, ...change(sample) }
    },
  }))

/** The laws that do not hold, of those whose name matches. */
const broken = (sampler: Sampler<ChainState>, machine = six, options: SamplerLawOptions = {}, law = /./): string[] =>
  samplerLaws(sampler, machine, options)
    .filter(({ name }) => law.test(name.replace(/^[^:]*: /, '')))
    .filter(({ verify }) => {
      try {
        verify()
        return false
      } catch {
        return true
      }
    })
    .map(({ name }) => name.replace(/^[^:]*: /, ''))

/** Metropolis at another β than the one that was asked for. */
const warmer: Sampler<ChainState> = {
  name: 'warmer',
  iterate: (machine, options) => {
    const scaled = (beta: number | readonly [number, number]) =>
      typeof beta === 'number' ? 0.85 * beta : ([0.85 * beta[0], 0.85 * beta[1]] as const)
    const asked = options.schedule as Schedule
    const stages = asked.stages.map((stage) => ({ ...stage, beta: scaled(stage.beta) }))
    return metropolis.iterate(machine, { ...options, schedule: { ...asked, stages } })
  },
}

describe('the laws catch', () => {
  let calls = 0
  const mutants: [string, Sampler<ChainState>, RegExp][] = [
    ['another temperature', warmer, /^energies and overlaps have the probabilities/],
    ['another temperature, by its weights', warmer, /^the weights at the end of many runs|^stabilities are/],
    ['a first weight that is never moved', frozen(), /^the weights at the end of many runs/],
    [
      'a seed that is not heeded',
      {
        name: 'mutant',
        iterate: (machine, options) => metropolis.iterate(machine, { ...options, seed: 1 }),
      },
      /^the same seed/,
    ],
    [
      'a seed that is not enough',
      {
        name: 'mutant',
        iterate: (machine, options) => metropolis.iterate(machine, { ...options, seed: options.seed + calls++ }),
      },
      /^the same seed/,
    ],
    [
      'a step that remembers',
      but((steps) => {
        let made = 0
        return { step: (state) => ({ ...steps.step(state), acceptance: made++ }) }
      }),
      /^a step does the same/,
    ],
    [
      'a step that writes into its state',
      but((steps) => ({
        step: (state) => {
          const next = steps.step(state)
          state.weights[0] = -state.weights[0]
          return next
        },
      })),
      /^a step does the same/,
    ],
    [
      'a state that is not all there',
      but((steps) => ({
        step: (state) => {
          const next = steps.step(state)
          Object.defineProperty(next, 'random', { enumerable: false })
          return next
        },
      })),
      /^resumed from any state/,
    ],
    ['errors that are off', result(({ errors }) => ({ errors: errors.map((n) => n + 1) })), /^errors, energies/],
    [
      'energies that are off',
      result(({ energy }) => ({ energy: energy.map((e) => 1.01 * e + 0.01) })),
      /^errors, energies/,
    ],
    ['stabilities that are off', result((s) => ({ stabilities: s.stabilities.map((x) => -x) })), /^errors, energies/],
    ['a barycentre that is not scored', result(() => ({ barycentreErrors: 99 })), /^errors, energies/],
    [
      'weights off the levels',
      result((s) => ({ weights: s.weights.map((w) => w.map((x) => 2 * x)) })),
      /^errors, energies/,
    ],
    ['a verdict that is not handed on', result(() => ({ verdict: 'converged' })), /^an abort hands over/],
    [
      'a trace of other sweeps',
      result((s) => ({ trace: { ...s.trace, sweep: s.trace.sweep.map((n) => n - 1) } })),
      /^goes through all stages/,
    ],
    [
      'stabilities that are counted twice',
      result((s) => ({ histogram: { ...s.histogram, counts: s.histogram.counts.map((n) => 2 * n) } })),
      /^stabilities are as frequent/,
    ],
    [
      'stabilities that are counted in the next bin',
      result((s) => ({ histogram: { ...s.histogram, from: s.histogram.from + s.histogram.width } })),
      /^stabilities are as frequent/,
    ],
    [
      'an end that is not noticed',
      {
        name: 'mutant',
        iterate: (machine, options) =>
          metropolis.iterate(machine, { ...options, schedule: { ...(options.schedule as Schedule), until: 'end' } }),
      },
      /^until it is solved/,
    ],
  ]
  for (const [what, mutant, law] of mutants) {
    test(what, () => expect(broken(mutant, six, {}, law)).not.toEqual([]))
  }
  test('another interaction', () => {
    const gamma = 1.5
    const options: SamplerLawOptions = {
      coupled: {
        replicas: 2,
        gamma,
        logWeight: ([a, b]) => a.reduce((sum, w, i) => sum + Math.log(2 * Math.cosh(gamma * (w + b[i]))), 0),
      },
    }
    expect(broken(replicated({ coupling: 'traced' }), four, options)).toEqual([])
    expect(broken(replicated({ coupling: 'pairs' }), four, options)).toContain(
      'energies and overlaps have the probabilities of the measure',
    )
  })
  test('moves that stay where they are', () => {
    // replicas that are held so tightly that nothing parts them
    const options: SamplerLawOptions = {
      coupled: { replicas: 2, gamma: 40, logWeight: ([a, b]) => 20 * a.reduce((sum, w, i) => sum + w * b[i], 0) },
    }
    expect(broken(reducedRejection(), four, options).length).toBeGreaterThan(0)
  })
})

/** Metropolis, with the first weight put back to +1 in what it hands over. */
function frozen(): Sampler<ChainState> {
  return but((steps) => ({
    result: (state, verdict) => {
      const weights = state.weights.slice()
      weights[0] = 1
      return steps.result({ ...state, weights }, verdict)
    },
  }))
}

describe('the laws', () => {
  test('pass for what is right', () => expect(broken(metropolis)).toEqual([]))
  test('say what was found and what was expected', () => {
    const find = (sampler: Sampler<ChainState>, part: RegExp) =>
      samplerLaws(sampler, six).find(({ name }) => part.test(name))
    expect(
      find(
        result(() => ({ errors: [77] })),
        /errors, energies/,
      )?.verify,
    ).toThrow(/^errors of replica 1: found 77, expected \d$/)
    expect(find(warmer, /energies and overlaps/)?.verify).toThrow(
      /^energies: χ² is \d+\.\d of \d+ degrees of freedom in 10000 draws, \d+\.\d standard deviations; allowed 5$/,
    )
  })
  test('refuse machines that are too large to go through', () => {
    const large = make(sign, 15, 3, 5)
    const found = samplerLaws(metropolis, large).find(({ name }) => /energies and overlaps/.test(name))
    expect(found?.verify).toThrow('15 weights are too many to go through all of them; use at most 14')
  })
})
