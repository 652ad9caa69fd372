import { relu } from '@gardner/activations'
import { type Iteration, type Search, searching } from '@gardner/core'
import { counted, questionLaws } from '@gardner/core/testing'
import { describe, expect, test } from 'vitest'

let evaluations = 0

/** A search of 30 evaluations, so many a piece. */
const question = (each: number): Iteration<unknown, unknown> =>
  searching(
    'thirty',
    function* (): Search<{ verdict: 'converged' }> {
      for (let i = 1; i <= 30; i++) {
        evaluations++
        if (i % each === 0) yield
      }
      return { verdict: 'converged' }
    },
    (verdict) => ({ verdict }),
  )

const lawsOf = (ask: () => Iteration<unknown, unknown>) =>
  questionLaws({ name: 'question', ask, work: () => evaluations, most: 5 })

const broken = (ask: () => Iteration<unknown, unknown>): string[] =>
  lawsOf(ask).flatMap((law) => {
    try {
      law.verify()
      return []
    } catch {
      return [law.name]
    }
  })

const [allowed, told, most] = lawsOf(() => question(5)).map(({ name }) => name)

describe('the laws of questions', () => {
  test('hold of one in small pieces', () => {
    expect(broken(() => question(5))).toEqual([])
  })

  test('one in large pieces breaks', () => {
    expect(broken(() => question(6))).toEqual([most])
    expect(broken(() => question(30))).toEqual([allowed, most])
  })

  test('one that does its work at the start breaks', () => {
    const eager = (): Iteration<unknown, unknown> => {
      evaluations += 30
      return question(5)
    }
    expect(broken(eager)).toEqual([allowed, told])
    const begun = (): Iteration<unknown, unknown> => {
      const made = question(5)
      const init = () => {
        evaluations += 30
        return made.init()
      }
      return { ...made, init }
    }
    expect(broken(begun)).toEqual([allowed, told, most])
  })

  test('one that says something else of how it ended breaks', () => {
    expect(broken(() => ({ ...question(5), result: () => ({ verdict: 'converged' }) }))).toEqual([allowed, told])
  })

  test('an activation that counts has the same kernel', () => {
    const { activation, evaluations: count } = counted(relu)
    expect(activation.kernel?.slope(0.3)).toBe(relu.kernel?.slope(0.3))
    expect(activation.kernel?.deficit(0.3)).toBe(relu.kernel?.deficit(0.3))
    expect(count()).toBe(2)
  })
})
