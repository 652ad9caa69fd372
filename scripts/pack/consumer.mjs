// A user of the packed packages in plain JavaScript: the work of the README, and a plugin found by its name.
import assert from 'node:assert/strict'
import activations, { relu } from '@gardner/activations'
import ansatze, { rs } from '@gardner/ansatze'
import { answer, capacity, defineActivation, definePlugin, drive, machine, problem, saddlePoint } from '@gardner/core'
import { ACTIVATION, ANSATZ, Catalogue, WEIGHTS } from '@gardner/core/registry'
import { activationLaws } from '@gardner/core/testing'
import { formula } from '@gardner/formula'
import { instance } from '@gardner/machines'
import { metropolis } from '@gardner/samplers'
import { entropyCurve, svg } from '@gardner/viz'
import { pdf, png } from '@gardner/viz/node'
import weights, { binary, spherical } from '@gardner/weights'

const exact = 2 / (1 - 1 / Math.PI)
const found = await answer(capacity(machine({ activation: relu, weights: spherical }), rs))
assert.ok(Math.abs(found.value - exact) <= found.error, `${found.value} ± ${found.error}, expected ${exact}`)

const { entropy, at } = await answer(saddlePoint(problem({ activation: relu, weights: binary, alpha: 0.5 }), rs))
assert.ok(entropy.value > 0 && entropy.error < 1e-10 && at.q > 0 && at.q < 1)

const softsign = defineActivation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] })
for (const law of activationLaws(relu)) law.verify()

const catalogue = new Catalogue()
  .use(activations)
  .use(weights)
  .use(ansatze)
  .use(definePlugin('mine', (registry) => registry.activation(softsign)))
const named = machine({ activation: catalogue.get(ACTIVATION, 'softsign'), weights: catalogue.get(WEIGHTS, 'binary') })
const mine = await answer(capacity(named, catalogue.get(ANSATZ, 'rs')))
assert.equal(mine.verdict, 'converged')
assert.throws(() => catalogue.get(ACTIVATION, 'rleu'), /did you mean relu\?/)

const committee = instance({
  problem: problem({ activation: relu, weights: binary, alpha: 0.5 }),
  inputs: 60,
  units: 4,
  seed: 1,
})
const schedule = { stages: [{ sweeps: 20, beta: 1 }] }
const { result: sample } = drive(metropolis.iterate(committee, { seed: 1, schedule }))
assert.equal(sample.sweeps, 20)
assert.ok(sample.errors[0] < 15)

console.log(`relu ${found.value}, softsign ${mine.value}`)

const typed = await answer(capacity(machine({ activation: formula('max(0, x)'), weights: spherical }), rs))
assert.ok(Math.abs(typed.value - exact) <= typed.error + found.error)

const points = [0.2, 0.4, 0.6].map((x) => ({ x, y: Math.LN2 * (1 - x) }))
const drawing = await svg(entropyCurve([{ group: 'annealed', points }]))
assert.match(drawing, /^<svg/)
assert.ok(png(drawing).length > 5000)
assert.ok((await pdf(drawing)).length > 5000)
