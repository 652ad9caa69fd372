import { relu, sign, tanh } from '@gardner/activations'
import { type Instance, problem, type Sampler } from '@gardner/core'
import { Catalogue, SAMPLER } from '@gardner/core/registry'
import { type SamplerLawOptions, samplerLaws } from '@gardner/core/testing'
import { instance } from '@gardner/machines'
import { spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { machine } from '../../machines/test/exact/machines.js'
import samplers from '../src/index.js'

const six = machine({ activation: relu, inputs: 6, units: 2, patterns: 5, seed: 2 })
const nine = machine({ activation: sign, inputs: 9, units: 3, patterns: 6 })
const normal = machine({ activation: sign, inputs: 5, units: 1, patterns: 4, options: { patterns: 'gaussian' } })
const smooth = machine({ activation: tanh, inputs: 6, units: 2, patterns: 4, margin: 0.2 })
const four = machine({ activation: relu, inputs: 4, units: 2, patterns: 3, seed: 2 })

const round = instance({
  problem: problem({ activation: relu, weights: spherical, alpha: 0.5 }),
  inputs: 12,
  units: 2,
  seed: 1,
})

const catalogue = new Catalogue().use(samplers)
const named = (name: string) => catalogue.get(SAMPLER, name) as Sampler
const gamma = 0.6
const sum = (replicas: readonly Float64Array[], i: number) => replicas.reduce((total, w) => total + w[i], 0)
const sites = (of: (s: number, y: number) => number) => (replicas: readonly Float64Array[]) =>
  replicas[0].reduce((total, _, i) => total + of(sum(replicas, i), replicas.length), 0)
const pairs = { replicas: 2, gamma, logWeight: sites((s, y) => (gamma * (s * s - y)) / (2 * y)) }
const traced = { replicas: 2, gamma, logWeight: sites((s) => Math.log(2 * Math.cosh(gamma * s))) }

/** Those that flip ±1 weights, as opposed to those of the sphere. */
const flipping = ['metropolis', 'anneal', 'rrr', 'replicated', 'tempering', 'n-fold']

type Case = readonly [string, Instance, SamplerLawOptions?]
/** Each sampler, kind of machine and coupling of these is among the cases below as well. */
const more: readonly Case[] = [
  ['rrr:traced', nine],
  ['metropolis', nine, { beta: 1.5 }],
  ['tempering', normal, { beta: 2 }],
  ['replicated:traced', four, { coupled: traced }],
  ['rrr:pairs', four, { coupled: pairs }],
  ['metropolis', four, { coupled: pairs }],
]
const cases: readonly Case[] = [
  ...flipping.map((name): Case => [name, six]),
  ...representatives(more, more.length),
  ['metropolis', normal],
  ['metropolis', smooth, { cost: { kind: 'deficit' }, beta: 2 }],
  ['n-fold', smooth, { cost: { kind: 'cross-entropy', temperature: 0.5 } }],
  ['replicated:pairs', four, { coupled: pairs }],
  ['replicated:centre', four, { coupled: traced }],
  ['rrr:traced', four, { coupled: traced }],
  // all but what enumeration says
  ['sphere', round],
  ['hmc', round, { cost: { kind: 'cross-entropy', temperature: 0.5 } }],
  ['langevin', round, { cost: { kind: 'cross-entropy', temperature: 0.5 } }],
]

for (const [name, made, options] of cases) {
  const { activation } = made.problem
  const what = `${name} on ${activation.name}, N = ${made.inputs}, ${options?.cost?.kind ?? 'errors'}, ${options?.coupled?.replicas ?? 1}`
  describe(what, () => {
    for (const law of samplerLaws(named(name), made, options)) test(law.name, law.verify)
  })
}

test('every sampler of ±1 weights is among them', () => {
  const refused = catalogue.all(SAMPLER).filter(({ name }) => {
    try {
      named(name).iterate(six, { seed: 1 }).init()
      return false
    } catch {
      return true
    }
  })
  const others = refused.map(({ name }) => name)
  for (const { name } of catalogue.all(SAMPLER))
    expect(flipping.includes(name) !== others.includes(name), name).toBe(true)
})
