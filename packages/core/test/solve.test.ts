import { linear, relu } from '@gardner/activations'
import { type Rs, rs } from '@gardner/ansatze'
import {
  type Ansatz,
  answer,
  complete,
  decodeCheckpoint,
  drive,
  encodeCheckpoint,
  isGardnerError,
  isSolved,
  machine,
  type Problem,
  problem,
  run,
  type SolveState,
  saddlePoint,
} from '@gardner/core'
import { FINE_STEP } from '@gardner/numerics'
import { binary, ternary } from '@gardner/weights'
import { lastValueFrom, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Toy, toyAnsatz, toyProblem } from './toy-ansatz.js'

const perceptron = problem({ activation: linear, weights: binary, alpha: 0.5 })
/** α rises to 1 at q = ½ and falls again. */
const folding = toyAnsatz({ name: 'folding', load: (q) => 4 * q * (1 - q) })

describe('a solution', () => {
  test('of a known branch is on it', () => {
    for (const alpha of [0, 0.005, 0.01, 0.3, 1, 10, 50]) {
      const solution = complete(saddlePoint(toyProblem(alpha), toyAnsatz()))
      expect(solution).toMatchObject({ ansatz: 'toy', alpha, verdict: 'converged', branch: 'toy' })
      expect(Math.abs(solution.at.q - alpha / (1 + alpha))).toBeLessThanOrEqual(solution.errors.q)
      expect(solution.errors.q).toBeLessThan(1e-12)
      expect(solution.residual).toBeLessThanOrEqual(1e-11)
      expect(solution.evaluations).toBeGreaterThan(0)
    }
  })

  test('is the same by every door', async () => {
    const now = complete(saddlePoint(perceptron, rs))
    const awaited = await answer(saddlePoint(perceptron, rs))
    const events = await lastValueFrom(run(saddlePoint(perceptron, rs)).pipe(toArray()))
    const last = events[events.length - 1]
    if (last.kind !== 'done' || !isSolved(last.result)) throw new Error('not solved')
    const { result } = drive(saddlePoint(perceptron, rs))
    if (!isSolved(result)) throw new Error('not solved')
    for (const other of [awaited, last.result, result]) {
      expect(other.at).toEqual(now.at)
      expect(other.entropy).toEqual(now.entropy)
      expect(other.errors).toEqual(now.errors)
      expect(other.evaluations).toBe(now.evaluations)
    }
    expect(events.slice(0, -1).every(({ kind }) => kind === 'step')).toBe(true)
    expect(events.length).toBeGreaterThan(3)
  })

  test('knows its problem', () => {
    expect(complete(saddlePoint(perceptron, rs)).problem).toBe(perceptron)
  })

  test('has an error that covers what the rules get wrong', () => {
    // the load is off by 1e-6 at the standard step, by 1e-8 at the fine one
    const ansatz = toyAnsatz({ wrong: (step) => (step === FINE_STEP ? 1e-8 : 1e-6) })
    const { at, errors, residual } = complete(saddlePoint(toyProblem(1), ansatz))
    expect(Math.abs(at.q - 0.5)).toBeGreaterThan(1e-9)
    expect(Math.abs(at.q - 0.5)).toBeLessThanOrEqual(errors.q)
    expect(errors.q).toBeLessThan(1e-5)
    expect(residual).toBeLessThanOrEqual(1e-13)
  })

  test('computes each number when it is read, and once', () => {
    let asked = 0
    const ansatz = toyAnsatz({
      entropy: (_, alpha) => {
        asked++
        return 1 - alpha
      },
    })
    const solution = complete(saddlePoint(toyProblem(0.4), ansatz))
    const before = asked
    expect(solution.entropy.value).toBeCloseTo(0.6, 12)
    const after = asked
    expect(solution.entropy).toBe(solution.entropy)
    expect(asked).toBe(after)
    expect(after).toBeGreaterThanOrEqual(before)
  })
})

describe('where there is no solution', () => {
  test('the outcome says why', () => {
    const { result, verdict } = drive(saddlePoint(toyProblem(1.2), folding))
    expect(isSolved(result)).toBe(false)
    expect(verdict).toBe('absent')
    expect(result).toMatchObject({
      ansatz: 'folding',
      alpha: 1.2,
      verdict: 'absent',
      reason: expect.stringMatching(
        /^the branch ends: the overlap reaches 1, at α = 0\.0\d+, beyond a fold at α = 1\.00000$/,
      ),
    })
  })

  test('solved() rejects with it', async () => {
    await expect((async () => answer(saddlePoint(toyProblem(1.2), folding)))()).rejects.toMatchObject({
      name: 'GardnerError',
      code: 'NOT_CONVERGED',
      message: expect.stringMatching(
        /^folding has no solution at α = 1\.2: the branch ends: the overlap reaches 1, at α = /,
      ),
    })
    expect(() => complete(saddlePoint(toyProblem(1.2), folding))).toThrow(
      expect.objectContaining({ code: 'NOT_CONVERGED' }),
    )
  })

  test('beyond the end of a branch of the real thing', async () => {
    const beyond = problem({ activation: relu, weights: binary, alpha: 50 })
    await expect((async () => answer(saddlePoint(beyond, rs)))()).rejects.toMatchObject({
      code: 'NOT_CONVERGED',
      message: expect.stringMatching(/^rs has no solution at α = 50: the branch ends: the overlap reaches 1/),
    })
  })

  test('because there is no start', () => {
    const nowhere = toyAnsatz({ name: 'nowhere', load: () => Number.NaN })
    expect(() => complete(saddlePoint(toyProblem(1), nowhere))).toThrow(
      /^nowhere stalled at α = 1: the equations could not be solved at this load$/,
    )
    expect(() => complete(saddlePoint(toyProblem(0.001), nowhere))).toThrow(/could not be solved at this load$/)
  })

  test('because the branch cannot be followed', () => {
    const cliff = toyAnsatz({ name: 'cliff', load: (q) => (q < 0.5 ? q : Number.NaN) })
    expect(() => complete(saddlePoint(toyProblem(1), cliff))).toThrow(
      /^cliff stalled at α = 1 .*: the branch could not be followed beyond α = 0\.(49|50)\d*$/,
    )
  })
})

describe('a branch with a fold', () => {
  test('is solved on its rising side', () => {
    const { at, branch } = complete(saddlePoint(toyProblem(0.5), folding))
    expect(at.q).toBeCloseTo((1 - Math.SQRT1_2) / 2, 12)
    expect(branch).toBe('folding')
  })

  test('that rises again is solved beyond, and says so', () => {
    // up to 1 at q = ¼, down to ½ at q = ½, up without end
    const load = (q: number) => 16 * q - 48 * q ** 2 + (128 / 3) * q ** 3
    const top = load(0.25)
    const wave = toyAnsatz({ name: 'wave', load })
    const { at, branch } = complete(saddlePoint(toyProblem(4), wave))
    expect(load(at.q)).toBeCloseTo(4, 9)
    expect(at.q).toBeGreaterThan(0.5)
    expect(branch).toBe(`wave, beyond a fold at α = ${top.toPrecision(6)}`)
    expect(complete(saddlePoint(toyProblem(1), wave)).branch).toBe('wave')
  })
})

describe('a solve that is stopped', () => {
  test('rejects with the verdict', async () => {
    await expect(
      (async () => answer(saddlePoint(perceptron, rs), { signal: AbortSignal.abort() }))(),
    ).rejects.toMatchObject({
      code: 'NOT_CONVERGED',
      message: 'rs interrupted at α = 0.5: the search was ended (interrupted) before it reached this load',
    })
    await expect((async () => answer(saddlePoint(perceptron, rs), { maxSteps: 2 }))()).rejects.toMatchObject({
      message: expect.stringMatching(/^rs exhausted at α = 0\.5 \(residual .*\): the search was ended \(exhausted\)/),
    })
  })

  test('goes on from any step to the same bits', () => {
    const whole = drive(saddlePoint(perceptron, rs))
    for (let stop = 0; stop <= whole.step; stop++) {
      const part = drive(saddlePoint(perceptron, rs), { maxSteps: stop })
      const resume = decodeCheckpoint<SolveState>(encodeCheckpoint(part))
      const rest = drive(saddlePoint(perceptron, rs), { resume })
      expect(rest.state).toEqual(whole.state)
      if (!isSolved(rest.result) || !isSolved(whole.result)) throw new Error('not solved')
      expect(rest.result.at).toEqual(whole.result.at)
      expect(rest.result.entropy).toEqual(whole.result.entropy)
    }
  })
})

describe('what cannot be asked', () => {
  test('a problem without a load', async () => {
    const refusal = {
      code: 'INVALID_OPTION',
      message: 'invalid alpha: undefined; expected a load; set it with machine.at({ alpha: 0.5 })',
    }
    const loadless = machine({ activation: linear, weights: binary }) as Problem as Problem
    expect(() => run(saddlePoint(loadless, rs))).toThrow(expect.objectContaining(refusal))
    expect(() => complete(saddlePoint(loadless, rs))).toThrow(expect.objectContaining(refusal))
    await expect((async () => answer(saddlePoint(loadless, rs)))()).rejects.toMatchObject(refusal)
  })

  test('what is no ansatz', async () => {
    for (const ansatz of [undefined, 'rs', {}]) {
      await expect(
        (async () => answer(saddlePoint(perceptron, ansatz as unknown as Ansatz<Rs>)))(),
      ).rejects.toMatchObject({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(/^invalid ansatz: .*; expected an ansatz such as rs$/),
      })
    }
  })

  test('bad options', async () => {
    await expect((async () => answer(saddlePoint(perceptron, rs), { maxStep: 1 } as object))()).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
    await expect((async () => answer(saddlePoint(perceptron, rs), { budget: -1 }))()).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })

  test('an ansatz that throws does so in the error channel', async () => {
    const failure = new RangeError('out of paper')
    const throwing: Ansatz<Toy> = {
      ...toyAnsatz(),
      saddlePoint: (problem, step) => ({
        ...toyAnsatz().saddlePoint(problem, step),
        residual: () => {
          throw failure
        },
      }),
    }
    await expect((async () => answer(saddlePoint(toyProblem(1), throwing)))()).rejects.toBe(failure)
    await expect(lastValueFrom(run(saddlePoint(toyProblem(1), throwing)))).rejects.toBe(failure)
  })
})

describe('loads of every size', () => {
  test('a load of 0 has the prior', () => {
    const solution = complete(saddlePoint(problem({ activation: linear, weights: ternary, alpha: 0 }), rs))
    expect(solution.at.q).toBeCloseTo(0, 12)
    expect(isGardnerError(solution)).toBe(false)
    expect(solution.entropy.value).toBeCloseTo(Math.log(3), 10)
  })

  test('loads just above a bifurcation are on its branch', () => {
    const even = machine({ activation: { name: 'even', g: (u) => u * u, kinks: [] }, weights: binary })
    const curvature = even.kernel.curvature(1)
    const score = 2 / Math.PI / even.kernel.deficit(1)
    const bifurcation = 1 / (curvature * score)
    // where q grows as the distance to it
    const growth = complete(saddlePoint(even.at({ alpha: bifurcation * (1 + 1e-4) }), rs)).at.q / 1e-4
    for (const above of [0, 1e-12, 1e-9, 1e-7, 1e-6, 1e-5]) {
      const { at, errors } = complete(saddlePoint(even.at({ alpha: bifurcation * (1 + above) }), rs))
      // two roots meet there, so that the slope of the equations tells half the distance
      expect(Math.abs(at.q - growth * above), `${above}`).toBeLessThanOrEqual(2 * errors.q + 0.01 * growth * above)
      expect(errors.q).toBeLessThan(1e-5)
    }
    expect(complete(saddlePoint(even.at({ alpha: 0.999 * bifurcation }), rs)).at.q).toBe(0)
  })
})
