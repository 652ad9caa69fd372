import { type Iteration, isAnswer } from '@gardner/numerics'
import type { Activation } from '../kernel/activation.js'
import { momentsOf } from '../kernel/derive-kernel.js'
import type { Kernel } from '../kernel/kernel.js'
import { type Done, drive } from '../run.js'
import { atMost, type Law, law } from './law.js'

/** What is asked, and how its work is counted. */
export interface QuestionLawOptions {
  readonly name: string
  /** The question, made anew each time. */
  ask(): Iteration<unknown, unknown>
  /** How much work was done up to now, in units that a busy machine does not change. */
  work(): number
  /** The most that one step may take of it. */
  readonly most: number
  /** So many steps are looked at (default 100). */
  readonly steps?: number
}

/**
 * The laws of whatever runs: it ends when it is told to with what it has, and no step takes long. Work is counted, not timed.
 *
 * @example
 * const { activation, evaluations } = counted(relu)
 * const committee = machine({ activation, weights: spherical })
 * questionLaws({ name: 'capacity', ask: () => capacity(committee, rs), work: evaluations, most: 500 })
 */
export function questionLaws({ name, ask, work, most, steps = 100 }: QuestionLawOptions): Law[] {
  const during = <T>(task: () => T): readonly [value: T, work: number] => {
    const before = work()
    const value = task()
    return [value, work() - before]
  }
  return [
    law(`${name}: allowed one step, ends after it`, () => {
      const [done, spent] = during(() => drive(ask(), { maxSteps: 1 }))
      atMost('steps', done.step, 1)
      ended(done, 'exhausted')
      // to begin, the step, and to hand over
      atMost('work', spent, 3 * most)
    }),
    law(`${name}: told to end before its first step, hands over at once`, () => {
      const stop = new AbortController()
      stop.abort()
      const [done, spent] = during(() => drive(ask(), { signal: stop.signal }))
      atMost('steps', done.step, 0)
      ended(done, 'interrupted')
      atMost('work', spent, 2 * most)
    }),
    law(`${name}: no step takes more than ${most}`, () => {
      const question = ask()
      let [state, spent] = during(() => question.init())
      atMost('work to begin', spent, most)
      for (let step = 1; step <= steps && question.verdict(state) === undefined; step++) {
        ;[state, spent] = during(() => question.step(state))
        atMost(`work of step ${step}`, spent, most)
      }
    }),
  ]
}

/** Throws unless a run ended with an answer, or as it was told to and says so in what it hands over. */
function ended({ verdict, result }: Done<unknown, unknown>, told: 'exhausted' | 'interrupted'): void {
  if (isAnswer(verdict)) return
  if (verdict !== told) throw new Error(`the verdict is ${verdict}, expected ${told}`)
  const said = (result as { readonly verdict?: string } | undefined)?.verdict
  if (said !== undefined && said !== told) throw new Error(`the result says ${said}, expected ${told}`)
}

/** An activation that counts how often its kernel is evaluated: a few times for each evaluation of the equations of a theory. */
export function counted(activation: Activation): { readonly activation: Activation; evaluations(): number } {
  const { kernel } = momentsOf(activation)
  let evaluations = 0
  const counting =
    <T>(of: (gap: number) => T) =>
    (gap: number): T => {
      evaluations++
      return of(gap)
    }
  const watched: Kernel = {
    ...kernel,
    deficit: counting(kernel.deficit),
    slope: counting(kernel.slope),
    curvature: counting(kernel.curvature),
  }
  return { activation: { ...activation, kernel: watched }, evaluations: () => evaluations }
}
