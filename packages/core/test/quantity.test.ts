import {
  complete,
  defineQuantity,
  energy,
  entropy,
  freeEntropy,
  orderParameter,
  type Quantity,
  replicon,
  type SaddleState,
  saddlePoint,
} from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { type Toy, toyAnsatz, toyProblem } from './toy-ansatz.js'

const solution = complete(saddlePoint(toyProblem(1), toyAnsatz()))

describe('a quantity', () => {
  test('of a user is read off the solved state', () => {
    const distance = defineQuantity<Toy>('distance', ({ at, alpha }) => (alpha * (1 - at.q)) / 2)
    const { value, error } = solution.measure(distance)
    expect(value).toBeCloseTo(0.25, 13)
    expect(error).toBeGreaterThan(0)
    expect(error).toBeLessThan(1e-13)
    expect(Math.abs(value - 0.25)).toBeLessThanOrEqual(error)
  })

  test('of the core is what the solution has', () => {
    for (const [quantity, name] of [
      [freeEntropy, 'freeEntropy'],
      [entropy, 'entropy'],
      [energy, 'energy'],
      [replicon, 'replicon'],
    ] as const) {
      expect(quantity.name).toBe(name)
      expect(solution.measure(quantity as unknown as Quantity<Toy>)).toEqual(solution[name])
    }
  })

  test('that is an order parameter has its symbol and its value', () => {
    const q = orderParameter<Toy>('q')
    expect(q.name).toBe('q')
    expect(solution.measure(q).value).toBe(solution.at.q)
    expect(solution.measure(orderParameter<Toy>('gap'))).toEqual({ value: solution.at.gap, error: solution.errors.gap })
  })

  test('that is no order parameter of this ansatz says which there are', () => {
    expect(() => solution.measure(orderParameter('q1') as unknown as Quantity<Toy>)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: 'invalid order parameter: "q1"; expected one of q, gap',
      }),
    )
  })

  test('is frozen', () => expect(Object.isFrozen(entropy)).toBe(true))

  test('needs a name and a function', () => {
    const one = (_: SaddleState<Toy>) => 1
    expect(() => defineQuantity('', one)).toThrow(/^invalid name of quantity: ""; expected letters/)
    expect(() => defineQuantity('two words', one)).toThrow(/^invalid name of quantity: "two words"/)
    expect(() => defineQuantity(undefined as unknown as string, one)).toThrow(/^invalid name of quantity: undefined/)
    expect(() => defineQuantity('x', 3 as unknown as typeof one)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: 'invalid quantity x: 3; expected a function' }),
    )
  })
})
