import { decodeCheckpoint, drive, encodeCheckpoint } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { type DampedState, damped } from '../../src/index.js'

const cosine = ([x]: readonly number[]) => [Math.cos(x)]
/** The fixed point of the cosine. */
const DOTTIE = 0.7390851332151607

test('a contraction is followed to its fixed point', () => {
  const { verdict, result, residual } = drive(damped(cosine, [0]))
  expect(verdict).toBe('converged')
  expect(result.x[0]).toBeCloseTo(DOTTIE, 9)
  expect(residual).toBeLessThanOrEqual(1e-10)
  expect(result.damping).toBe(0.5)
})

test('the tolerance is a bound on what the update still moves', () => {
  const { x } = drive(damped(cosine, [0], { tolerance: 1e-3 })).result
  expect(Math.abs(x[0] - DOTTIE)).toBeLessThan(1e-3)
  expect(Math.abs(x[0] - DOTTIE)).toBeGreaterThan(1e-9)
})

test('no damping is the plain iteration', () => {
  const { state } = drive(damped(cosine, [0.3], { damping: 0 }), { maxSteps: 2 })
  expect(state.x[0]).toBe(Math.cos(Math.cos(0.3)))
})

describe('an update that overshoots', () => {
  const overshooting = ([x, y]: readonly number[]) => [1 - 6 * (x - 1), 2 - 5 * (y - 2)]

  test('diverges at a fixed damping of a half', () => {
    // x − 1 is multiplied by (1 − 6)/2 at each step
    let x = [1.1, 2.1]
    for (let k = 0; k < 20; k++) x = overshooting(x).map((value, i) => 0.5 * (x[i] + value))
    expect(Math.abs(x[0])).toBeGreaterThan(1e6)
  })

  test('raises the damping until it converges', () => {
    const { verdict, result } = drive(damped(overshooting, [1.1, 2.1]))
    expect(verdict).toBe('converged')
    expect(result.damping).toBeGreaterThan(0.5)
    expect(result.damping).toBeLessThanOrEqual(0.98)
    expect(result.x[0]).toBeCloseTo(1, 9)
    expect(result.x[1]).toBeCloseTo(2, 9)
  })
})

test('an update without a fixed point runs until it is stopped, its damping below 1', () => {
  const { verdict, result } = drive(
    damped(([x]) => [x + Math.exp(Math.min(x, 10))], [0]),
    { maxSteps: 300 },
  )
  expect(verdict).toBe('exhausted')
  expect(result.damping).toBeLessThanOrEqual(0.98)
})

test('an update that leaves its domain is reported, not followed', () => {
  const { verdict } = drive(
    damped(([x]) => [Math.sqrt(x) - 1], [0.5], { damping: 0 }),
    { maxSteps: 50 },
  )
  expect(verdict).toBe('nonfinite')
})

test('resumes from every step to the same bits', () => {
  const make = () => damped(([x, y]) => [Math.cos(y), Math.sin(x)], [0, 0], { tolerance: 1e-6 })
  const whole = drive(make())
  expect(whole.step).toBeGreaterThan(5)
  for (let stop = 0; stop <= whole.step; stop++) {
    const part = drive(make(), { maxSteps: stop })
    const resume = decodeCheckpoint<DampedState>(encodeCheckpoint(part))
    expect(drive(make(), { resume })).toEqual(whole)
  }
})
