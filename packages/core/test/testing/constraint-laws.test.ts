import { type Constraint, margin } from '@gardner/core'
import { constraintLaws } from '@gardner/core/testing'
import { describe, expect, test } from 'vitest'

for (const kappa of [-1, 0, 0.5, 3]) {
  describe(`margin ${kappa}`, () => {
    for (const { name, verify } of constraintLaws(margin(kappa))) test(name, verify)
  })
}

const broken = (constraint: Constraint) =>
  constraintLaws(constraint).filter(({ verify }) => {
    try {
      verify()
      return false
    } catch {
      return true
    }
  })

describe('the laws catch', () => {
  const good = margin(0.5)
  const mutants: Record<string, Constraint> = {
    'a factor in the score': { ...good, score: (h, v) => 1.000001 * good.score(h, v) },
    'a factor in the curvature': { ...good, curvature: (h, v) => 1.00001 * good.curvature(h, v) },
    'a curvature of the wrong sign': { ...good, curvature: (h, v) => -good.curvature(h, v) },
    'v for √v': { ...good, score: (h, v) => good.score(h, v) * Math.sqrt(v) },
    'a distance from elsewhere': { ...good, distance: (h) => Math.max(0, 0.6 - h) },
    'a distance that is no square root': { ...good, distance: (h) => Math.max(0, 0.5 - h) ** 2 },
    'a constant in f': { ...good, logEvidence: (h, v) => good.logEvidence(h, v) - 1e-6 },
  }
  for (const [what, mutant] of Object.entries(mutants)) {
    test(what, () => expect(broken(mutant).length).toBeGreaterThan(0))
  }
  test('nothing in the margin itself', () => expect(broken(good)).toEqual([]))
})
