import { linear, quadratic, relu, sign } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import {
  type Ansatz,
  type CrossingState,
  capacity,
  capacityNow,
  complete,
  decodeCheckpoint,
  encodeCheckpoint,
  instability,
  instabilityNow,
  problem,
  run,
  thresholdOf,
} from '@gardner/core'
import { FINE_STEP } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { lastValueFrom, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Toy, toyAnsatz, toyProblem } from './toy-ansatz.js'

const perceptron = problem({ activation: linear, weights: binary })

describe('a threshold', () => {
  test('is where its condition vanishes on the branch', () => {
    // the entropy 1 − α at 1, the replicon 1 − 2q at q = ½, α = 1; and others
    for (const at of [0.02, 0.3, 1, 7, 40]) {
      const toy = toyAnsatz({ entropy: (_, alpha) => at - alpha, replicon: (q) => at / (1 + at) - q })
      const [one, other] = [capacityNow(toyProblem(), toy), instabilityNow(toyProblem(), toy)]
      expect(one).toMatchObject({ name: 'capacity', ansatz: 'toy', verdict: 'converged', branch: 'toy', routes: {} })
      expect(other).toMatchObject({ name: 'instability', verdict: 'converged' })
      for (const threshold of [one, other]) {
        expect(Math.abs(threshold.value - at)).toBeLessThanOrEqual(threshold.error)
        expect(threshold.error / at).toBeLessThan(1e-10)
        expect(Math.abs(threshold.at.q - at / (1 + at))).toBeLessThanOrEqual(threshold.errors.q!)
        expect(threshold.residual).toBeLessThanOrEqual(1e-11)
        expect(threshold.evaluations).toBeGreaterThan(0)
      }
      expect(other.replicon).toBeCloseTo(0, 10)
    }
  })

  test('is the same by every door', async () => {
    const now = capacityNow(perceptron, rs)
    const awaited = await capacity(perceptron, rs)
    const events = await lastValueFrom(run(thresholdOf(perceptron, rs, 'capacity')).pipe(toArray()))
    const last = events[events.length - 1]
    expect(awaited).toEqual(now)
    expect(last).toMatchObject({ kind: 'done', verdict: 'converged' })
    expect(JSON.stringify(last.kind === 'done' && last.result)).toBe(JSON.stringify(now))
    expect(await instability(perceptron, rs)).toEqual(instabilityNow(perceptron, rs))
    // Krauth and Mézard 1989
    expect(now.value).toBeCloseTo(0.8331, 4)
  })

  test('needs no load, and minds none', () => {
    expect(capacityNow(perceptron.at({ alpha: 0.1 }), rs).value).toBe(capacityNow(perceptron, rs).value)
  })

  test('has an error that covers what the rules get wrong', () => {
    const toy = toyAnsatz({ wrong: (step) => (step === FINE_STEP ? 1e-9 : 1e-7), replicon: (q) => 0.5 - q })
    const { value, error } = instabilityNow(toyProblem(), toy)
    expect(Math.abs(value - 1)).toBeGreaterThan(1e-10)
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error)
    expect(error).toBeLessThan(1e-5)
  })

  test('beyond a fold says so', () => {
    const folding = toyAnsatz({ load: (q) => 4 * q * (1 - q), replicon: (q) => 0.75 - q })
    const { value, branch, at } = instabilityNow(toyProblem(), folding)
    expect(value).toBeCloseTo(0.75, 11)
    expect(at.q).toBeCloseTo(0.75, 11)
    expect(branch).toBe('toy, beyond a fold at α = 1.00000')
  })

  test('is the first of several', () => {
    const toy = toyAnsatz({ replicon: (q) => Math.cos(20 * q) })
    expect(instabilityNow(toyProblem(), toy).at.q).toBeCloseTo(Math.PI / 40, 10)
  })

  test('has the remark of its ansatz', () => {
    expect(instabilityNow(toyProblem(), toyAnsatz({ replicon: (q) => 0.9 - q })).reason).toBe('beyond the capacity')
    expect(instabilityNow(toyProblem(), toyAnsatz({ replicon: (q) => 0.1 - q })).reason).toBeUndefined()
  })
})

describe('a threshold that does not exist', () => {
  const stable = { replicon: () => 1 }

  test('is Infinity, with a reason, where the ansatz knows what that means', async () => {
    const absent = (reason: string) => (reason.includes('reaches 1') ? 'stable up to q → 1' : undefined)
    const threshold = await instability(toyProblem(), toyAnsatz({ ...stable, absent }))
    expect(threshold).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      error: 0,
      verdict: 'absent',
      reason: 'stable up to q → 1',
      at: {},
      branch: 'toy',
      replicon: 1,
    })
  })

  test('is a failure where it does not', async () => {
    await expect(instability(toyProblem(), toyAnsatz(stable))).rejects.toMatchObject({
      code: 'NOT_CONVERGED',
      message: expect.stringMatching(
        /^instability of toy stalled \(residual .*\): the branch ends: the overlap reaches 1$/,
      ),
    })
  })

  test('because the condition fails from the start', () => {
    expect(() => instabilityNow(toyProblem(), toyAnsatz({ replicon: () => -1 }))).toThrow(
      /^instability of toy stalled .*: the condition is not positive where the branch starts \(-1\)$/,
    )
    expect(() => instabilityNow(toyProblem(), toyAnsatz({ replicon: () => Number.NaN }))).toThrow(
      expect.objectContaining({ code: 'NOT_CONVERGED' }),
    )
  })

  test('because the condition is not a number on the way', () => {
    const broken = toyAnsatz({ replicon: (q) => (q > 0.3 ? Number.NaN : 1) })
    expect(() => instabilityNow(toyProblem(), broken)).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }))
  })

  test('because the branch has no start, or an end', () => {
    expect(() => instabilityNow(toyProblem(), toyAnsatz({ load: () => Number.NaN }))).toThrow(
      /: no saddle point was found where the branch should start$/,
    )
    const cliff = toyAnsatz({ ...stable, load: (q) => (q < 0.5 ? q : Number.NaN) })
    expect(() => instabilityNow(toyProblem(), cliff)).toThrow(
      /: the branch could not be followed beyond α = 0\.(49|50)\d*$/,
    )
  })

  test('because the condition jumps over zero', () => {
    const jumping = toyAnsatz({ replicon: (q) => (q > 0.3 ? -1 : 1) })
    expect(() => instabilityNow(toyProblem(), jumping)).toThrow(
      /: the crossing was bracketed but could not be solved for$/,
    )
  })
})

describe('what cannot be asked', () => {
  const { saddlePoint } = toyAnsatz()
  const bare: Ansatz<Toy> = { name: 'bare', saddlePoint }

  test('a threshold that the ansatz does not define', async () => {
    for (const [ask, askNow, name] of [
      [capacity, capacityNow, 'capacity'],
      [instability, instabilityNow, 'instability'],
    ] as const) {
      const refusal = { name: 'GardnerError', code: 'UNSUITABLE', message: `bare defines no ${name}` }
      // a promise that is refused, not an error thrown past it
      await expect(ask(toyProblem(), bare)).rejects.toMatchObject(refusal)
      expect(() => askNow(toyProblem(), bare)).toThrow(expect.objectContaining(refusal))
      expect(() => thresholdOf(toyProblem(), bare, name)).toThrow(expect.objectContaining(refusal))
    }
  })

  test('a threshold without a meaning', async () => {
    await expect(capacity(problem({ activation: sign, weights: spherical }), rs)).rejects.toMatchObject({
      code: 'UNSUITABLE',
      message: expect.stringContaining('sign'),
    })
  })

  test('what is no ansatz', async () => {
    for (const ansatz of [undefined, null, 'rs', {}]) {
      await expect(capacity(toyProblem(), ansatz as unknown as Ansatz)).rejects.toMatchObject({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(/^invalid ansatz: .*; expected an ansatz such as rs$/),
      })
    }
  })

  test('bad options', async () => {
    await expect(capacity(toyProblem(), toyAnsatz(), { budgets: 1 } as object)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })
})

describe('a search that is stopped', () => {
  test('rejects with the verdict', async () => {
    await expect(capacity(perceptron, rs, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'NOT_CONVERGED',
      message: expect.stringMatching(/^capacity of rs interrupted: ended: interrupted$/),
    })
    await expect(capacity(perceptron, rs, { maxSteps: 3 })).rejects.toMatchObject({
      message: expect.stringMatching(/^capacity of rs exhausted \(residual .*\): ended: exhausted$/),
    })
  })

  test('goes on from any step to the same bits', () => {
    for (const name of ['capacity', 'instability'] as const) {
      const make = () => thresholdOf(problem({ activation: relu, weights: binary }), rs, name)
      const whole = complete(make())
      expect(whole.step).toBeGreaterThan(5)
      for (let stop = 0; stop <= whole.step; stop++) {
        const part = complete(make(), { maxSteps: stop })
        const resume = decodeCheckpoint<CrossingState>(encodeCheckpoint(part as typeof part & { state: CrossingState }))
        const rest = complete(make(), { resume })
        expect(rest.state).toEqual(whole.state)
        expect(JSON.stringify(rest.result)).toBe(JSON.stringify(whole.result))
      }
    }
  })

  test('goes on from a checkpoint of a closed form', () => {
    const make = () => thresholdOf(problem({ activation: quadratic, weights: spherical }), rs, 'instability')
    const whole = complete(make())
    expect(whole.step).toBe(0)
    expect(whole.result.value).toBeCloseTo(Math.PI / 4, 13)
    const resume = decodeCheckpoint<unknown>(encodeCheckpoint(whole))
    expect(JSON.stringify(complete(make(), { resume }).result)).toBe(JSON.stringify(whole.result))
  })

  test('goes on from a checkpoint of a search', () => {
    const make = () => thresholdOf(problem({ activation: linear, weights: spherical }), rs, 'capacity')
    const whole = complete(make())
    expect(whole.result.value).toBeCloseTo(2, 13)
    for (const maxSteps of [1, Math.floor(whole.step / 2), whole.step]) {
      const resume = decodeCheckpoint<unknown>(encodeCheckpoint(complete(make(), { maxSteps })))
      const { step, result } = complete(make(), { resume })
      expect({ step, result: JSON.stringify(result) }).toEqual({
        step: whole.step,
        result: JSON.stringify(whole.result),
      })
    }
  })
})
