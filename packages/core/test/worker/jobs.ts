// Jobs for the tests, run in this thread, behind a channel, and in workers.
import { relu } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import {
  type AsyncIteration,
  capacity,
  curve,
  type Iteration,
  invalid,
  machine,
  problem,
  run,
  saddlePoint,
} from '@gardner/core'
import type { Jobs } from '@gardner/core/worker'
import { binary } from '@gardner/weights'
import { map, of } from 'rxjs'

const busy = (milliseconds: number) => {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

interface Counting {
  /** Endless if left out. */
  readonly end?: number
  /** Milliseconds a step takes. */
  readonly work?: number
  /** Shared memory, in which the steps are counted. */
  readonly steps?: Int32Array
}

/** Whether what counts without an end goes on: a worker that is lost in a test, but runs in its thread, would for its 100 000 steps. */
export const endless = { goesOn: true }

const counter = ({ end = Infinity, work = 0, steps }: Counting): Iteration<number, string> => ({
  name: 'counter',
  init: () => 0,
  step: (n) => {
    busy(work)
    if (steps !== undefined) Atomics.add(steps, 0, 1)
    return n + 1
  },
  residual: (n) => end - n,
  verdict: (n) => (n >= end || !endless.goesOn ? 'converged' : undefined),
  result: (n, verdict) => `${n}, ${verdict}`,
})

const ended = <R>(result: R): Iteration<R, R> => ({
  name: 'ended',
  init: () => result,
  step: (state) => state,
  residual: () => 0,
  verdict: () => 'converged',
  result: (state) => state,
})

export const jobs = {
  count: (input: Counting) => counter(input),
  /** The same with steps that are promised, as those of a device are. */
  awaited: (input: Counting): AsyncIteration<number, string> => {
    const { step, ...others } = counter(input)
    return {
      ...others,
      step: async (n) => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        return step(n) as number
      },
    }
  },
  /** Two of these end only if they step at the same time. */
  meeting: (arrived: Int32Array): Iteration<boolean> => ({
    ...ended(false),
    step: () => {
      Atomics.add(arrived, 0, 1)
      Atomics.notify(arrived, 0)
      if (Atomics.load(arrived, 0) < 2) Atomics.wait(arrived, 0, 1, 20_000)
      return Atomics.load(arrived, 0) === 2
    },
    verdict: (met) => (met ? 'converged' : undefined),
  }),
  /** The logistic map, where a lost bit becomes a different orbit after 50 steps. */
  orbit: ({ length }: { readonly length: number }): Iteration<Float64Array, Float64Array> => ({
    name: 'orbit',
    init: () => Float64Array.of(0.3),
    step: (orbit) => {
      const x = orbit[orbit.length - 1]
      return Float64Array.of(...orbit, 3.999 * x * (1 - x))
    },
    residual: (orbit) => length - orbit.length,
    verdict: (orbit) => (orbit.length >= length ? 'converged' : undefined),
    result: (orbit) => orbit,
  }),
  echo: (input: unknown) => ended(input),
  curve: (alpha: readonly number[]) => curve(machine({ activation: relu, weights: binary }), rs, { alpha }),
  capacity: (margin: number) => capacity(machine({ activation: relu, weights: binary, margin }), rs),
  saddle: (alpha: number) => saddlePoint(problem({ activation: relu, weights: binary, alpha }), rs),
  /** An observable that follows the options, and one that needs none. */
  doubled: (input: Counting, options) => run(counter(input), options).pipe(map(({ step }) => 2 * step)),
  letters: (text: string) => of(...text),
  refused: (given: unknown): Iteration<number> => {
    throw invalid('load', given, 'a better one')
  },
  broken: () => ({
    ...counter({}),
    step: (n: number) => {
      if (n === 2) throw new RangeError('out of paper')
      return n + 1
    },
  }),
  thrown: (): Iteration<number> => {
    throw 'a word'
  },
  undefinedThrown: (): Iteration<number> => {
    throw undefined
  },
  reluctant: () =>
    ended({
      get value(): number {
        throw invalid('load', 3, 'a better one')
      },
    }),
  nothing: () => undefined as unknown as Iteration<number>,
  later: () => Promise.resolve() as unknown as Iteration<number>,
  promised: () => ended({ later: Promise.resolve(3) }),
  crash: () => {
    setTimeout(() => {
      throw new Error('the roof came down')
    })
    return counter({ work: 1 })
  },
  exit: () => {
    setTimeout(() => process.exit(3))
    return counter({ work: 1 })
  },
} satisfies Jobs
