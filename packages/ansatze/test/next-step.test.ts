import { linear, monomial, polynomial, sine } from '@gardner/activations'
import {
  type Activation,
  complete,
  drive,
  type FieldDistribution,
  instability,
  machine,
  saddlePoint,
} from '@gardner/core'
import { FINE_STEP } from '@gardner/numerics'
import { spherical } from '@gardner/weights'
import { expect, test } from 'vitest'
import { oneStepRsb } from '../src/index.js'
import { parisiOfNextStep } from '../src/krsb/birth.js'

// Where one step becomes unstable against two, the second opens with an m of its own. Values by another program.
test.each<{ activation: Activation; margin: number; m: number }>([
  { activation: polynomial([0, -3, 0, 1]), margin: 0, m: 0.178468167 },
  { activation: sine({ frequency: 2 }), margin: 0, m: 0.159518502 },
  { activation: monomial(3), margin: 0, m: 0.302648783 },
  { activation: linear, margin: -2, m: 0.419847024 },
  { activation: linear, margin: -2.5, m: 0.324810211 },
])('$activation.name, margin $margin', ({ activation, margin, m }) => {
  const committee = machine({ activation, weights: spherical, margin })
  const { value } = complete(instability(committee, oneStepRsb))
  const asked = committee.at({ alpha: value })
  const { state } = drive(saddlePoint(asked, oneStepRsb))
  const saddle = oneStepRsb.saddlePoint(asked, FINE_STEP).state(state.root?.x ?? [], value)
  const fields = saddle.fields?.([]) as FieldDistribution
  expect(Math.abs(parisiOfNextStep(asked, { alpha: value, at: saddle.at, fields }) - m)).toBeLessThan(2e-8)
})
