import { linear, quadratic, relu, sign } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import {
  type Ansatz,
  answer,
  type CrossingState,
  capacity,
  complete,
  critical,
  decodeCheckpoint,
  drive,
  encodeCheckpoint,
  instability,
  machine,
  run,
} from '@gardner/core'
import { FINE_STEP } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { lastValueFrom, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Toy, toyAnsatz, toyMachine } from './toy-ansatz.js'

const perceptron = machine({ activation: linear, weights: binary })

describe('a threshold', () => {
  test('is where its condition vanishes on the branch', () => {
    // the entropy 1 − α at 1, the replicon 1 − 2q at q = ½, α = 1; and others
    for (const at of [0.02, 0.3, 1, 7, 40]) {
      const toy = toyAnsatz({ entropy: (_, alpha) => at - alpha, replicon: (q) => at / (1 + at) - q })
      const [one, other] = [complete(capacity(toyMachine, toy)), complete(instability(toyMachine, toy))]
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
    const now = complete(capacity(perceptron, rs))
    const awaited = await answer(capacity(perceptron, rs))
    const events = await lastValueFrom(run(capacity(perceptron, rs)).pipe(toArray()))
    const last = events[events.length - 1]
    expect(awaited).toEqual(now)
    expect(last).toMatchObject({ kind: 'done', verdict: 'converged' })
    expect(JSON.stringify(last.kind === 'done' && last.result)).toBe(JSON.stringify(now))
    expect(await answer(instability(perceptron, rs))).toEqual(complete(instability(perceptron, rs)))
    // Krauth and Mézard 1989
    expect(now.value).toBeCloseTo(0.8331, 4)
  })

  test('needs no load, and minds none', () => {
    expect(complete(capacity(perceptron.at({ alpha: 0.1 }), rs)).value).toBe(complete(capacity(perceptron, rs)).value)
  })

  test('has an error that covers what the rules get wrong', () => {
    const toy = toyAnsatz({ wrong: (step) => (step === FINE_STEP ? 1e-9 : 1e-7), replicon: (q) => 0.5 - q })
    const { value, error } = complete(instability(toyMachine, toy))
    expect(Math.abs(value - 1)).toBeGreaterThan(1e-10)
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error)
    expect(error).toBeLessThan(1e-5)
  })

  test('beyond a fold says so', () => {
    const folding = toyAnsatz({ load: (q) => 4 * q * (1 - q), replicon: (q) => 0.75 - q })
    const { value, branch, at } = complete(instability(toyMachine, folding))
    expect(value).toBeCloseTo(0.75, 11)
    expect(at.q).toBeCloseTo(0.75, 11)
    expect(branch).toBe('toy, beyond a fold at α = 1.00000')
  })

  test('is the first of several', () => {
    const toy = toyAnsatz({ replicon: (q) => Math.cos(20 * q) })
    expect(complete(instability(toyMachine, toy)).at.q).toBeCloseTo(Math.PI / 40, 10)
  })

  test('has the remark of its ansatz', () => {
    expect(complete(instability(toyMachine, toyAnsatz({ replicon: (q) => 0.9 - q }))).reason).toBe(
      'beyond the capacity',
    )
    expect(complete(instability(toyMachine, toyAnsatz({ replicon: (q) => 0.1 - q }))).reason).toBeUndefined()
  })
})

describe('a threshold that does not exist', () => {
  const stable = { replicon: () => 1 }

  test('is Infinity, with a reason, where the ansatz knows what that means', async () => {
    const absent = (reason: string) => (reason.includes('reaches 1') ? 'stable up to q → 1' : undefined)
    const threshold = await answer(instability(toyMachine, toyAnsatz({ ...stable, absent })))
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
    await expect((async () => answer(instability(toyMachine, toyAnsatz(stable))))()).rejects.toMatchObject({
      code: 'NOT_CONVERGED',
      message: expect.stringMatching(
        /^instability of toy stalled \(residual .*\): the branch ends: the overlap reaches 1$/,
      ),
    })
  })

  test('because the condition fails from the start', () => {
    expect(() => complete(instability(toyMachine, toyAnsatz({ replicon: () => -1 })))).toThrow(
      /^instability of toy stalled .*: the condition is not positive where the branch starts \(-1\)$/,
    )
    expect(() => complete(instability(toyMachine, toyAnsatz({ replicon: () => Number.NaN })))).toThrow(
      expect.objectContaining({ code: 'NOT_CONVERGED' }),
    )
  })

  test('because the condition is not a number on the way', () => {
    const broken = toyAnsatz({ replicon: (q) => (q > 0.3 ? Number.NaN : 1) })
    expect(() => complete(instability(toyMachine, broken))).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }))
  })

  test('because the branch has no start, or an end', () => {
    expect(() => complete(instability(toyMachine, toyAnsatz({ load: () => Number.NaN })))).toThrow(
      /: no saddle point was found where the branch should start$/,
    )
    const cliff = toyAnsatz({ ...stable, load: (q) => (q < 0.5 ? q : Number.NaN) })
    expect(() => complete(instability(toyMachine, cliff))).toThrow(
      /: the branch could not be followed beyond α = 0\.(49|50)\d*$/,
    )
  })

  test('because the condition jumps over zero', () => {
    const jumping = toyAnsatz({ replicon: (q) => (q > 0.3 ? -1 : 1) })
    expect(() => complete(instability(toyMachine, jumping))).toThrow(
      /: the crossing was bracketed but could not be solved for$/,
    )
  })
})

describe('what cannot be asked', () => {
  const { saddlePoint } = toyAnsatz()
  const bare: Ansatz<Toy> = { name: 'bare', saddlePoint }

  test('a threshold that the ansatz does not define', () => {
    for (const [ask, name] of [
      [capacity, 'capacity'],
      [instability, 'instability'],
    ] as const) {
      const refusal = { name: 'GardnerError', code: 'UNSUITABLE', message: `bare defines no ${name}` }
      expect(() => ask(toyMachine, bare)).toThrow(expect.objectContaining(refusal))
      expect(() => critical(toyMachine, bare, name)).toThrow(expect.objectContaining(refusal))
    }
  })

  test('a threshold without a meaning', async () => {
    await expect(
      (async () => answer(capacity(machine({ activation: sign, weights: spherical }), rs)))(),
    ).rejects.toMatchObject({
      code: 'UNSUITABLE',
      message: expect.stringContaining('sign'),
    })
  })

  test('what is no ansatz', async () => {
    for (const ansatz of [undefined, null, 'rs', {}]) {
      await expect((async () => answer(capacity(toyMachine, ansatz as unknown as Ansatz)))()).rejects.toMatchObject({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(/^invalid ansatz: .*; expected an ansatz such as rs$/),
      })
    }
  })

  test('bad options', async () => {
    await expect(
      (async () => answer(capacity(toyMachine, toyAnsatz()), { budgets: 1 } as object))(),
    ).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })
})

describe('a search that is stopped', () => {
  test('rejects with the verdict', async () => {
    await expect(
      (async () => answer(capacity(perceptron, rs), { signal: AbortSignal.abort() }))(),
    ).rejects.toMatchObject({
      code: 'NOT_CONVERGED',
      message: expect.stringMatching(/^capacity of rs interrupted: ended: interrupted$/),
    })
    await expect((async () => answer(capacity(perceptron, rs), { maxSteps: 3 }))()).rejects.toMatchObject({
      message: expect.stringMatching(/^capacity of rs exhausted \(residual .*\): ended: exhausted$/),
    })
  })

  test('goes on from any step to the same bits', () => {
    for (const name of ['capacity', 'instability'] as const) {
      const make = () => critical(machine({ activation: relu, weights: binary }), rs, name)
      const whole = drive(make())
      expect(whole.step).toBeGreaterThan(5)
      for (let stop = 0; stop <= whole.step; stop++) {
        const part = drive(make(), { maxSteps: stop })
        const resume = decodeCheckpoint<CrossingState>(encodeCheckpoint(part as typeof part & { state: CrossingState }))
        const rest = drive(make(), { resume })
        expect(rest.state).toEqual(whole.state)
        expect(JSON.stringify(rest.result)).toBe(JSON.stringify(whole.result))
      }
    }
  })

  test('goes on from a checkpoint of a closed form', () => {
    const make = () => instability(machine({ activation: quadratic, weights: spherical }), rs)
    const whole = drive(make())
    expect(whole.step).toBe(0)
    expect(whole.result.value).toBeCloseTo(Math.PI / 4, 13)
    const resume = decodeCheckpoint<unknown>(encodeCheckpoint(whole))
    expect(JSON.stringify(drive(make(), { resume }).result)).toBe(JSON.stringify(whole.result))
  })

  test('goes on from a checkpoint of a search', () => {
    const make = () => capacity(machine({ activation: linear, weights: spherical }), rs)
    const whole = drive(make())
    expect(whole.result.value).toBeCloseTo(2, 13)
    for (const maxSteps of [1, Math.floor(whole.step / 2), whole.step]) {
      const resume = decodeCheckpoint<unknown>(encodeCheckpoint(drive(make(), { maxSteps })))
      const { step, result } = drive(make(), { resume })
      expect({ step, result: JSON.stringify(result) }).toEqual({
        step: whole.step,
        result: JSON.stringify(whole.result),
      })
    }
  })
})
