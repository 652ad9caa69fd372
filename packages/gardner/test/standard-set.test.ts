import * as activations from '@gardner/activations'
import * as ansatze from '@gardner/ansatze'
import * as core from '@gardner/core'
import * as formula from '@gardner/formula'
import * as machines from '@gardner/machines'
import * as numerics from '@gardner/numerics'
import * as samplers from '@gardner/samplers'
import * as weights from '@gardner/weights'
import { expect, it } from 'vitest'
import * as gardner from '../src/index.js'

it('exports every name of its packages, and one value of a name that two have', () => {
  const packages = { numerics, core, ansatze, formula, machines, samplers, weights, activations }
  const expected: Record<string, unknown> = {}
  // later ones win: `erf` is the activation
  for (const names of Object.values(packages)) Object.assign(expected, names)
  delete expected.default
  expect({ ...gardner }).toEqual(expected)
  expect(gardner.erf).toBe(activations.erf)
})

it('answers the first question of the README', async () => {
  const { answer, capacity, machine, relu, rs, spherical } = gardner
  const { value, error } = await answer(capacity(machine({ activation: relu, weights: spherical, margin: 0.5 }), rs))
  expect(Math.abs(value - 0.899583486516)).toBeLessThan(5e-13 + error)
})
