import { type CurvePoint, type CurveState, type Done, GardnerError, type Progress, run, tracing } from '@gardner/core'
import { lastValueFrom, tap } from 'rxjs'
import { DONE, FAILED, INTERRUPTED } from '../failure.js'
import { interruptible } from '../interruption.js'
import { CLOCK, type Container, resolve } from '../ports.js'
import { progress } from '../progress.js'
import { digits } from '../report/digits.js'
import { symbolOf } from '../report/symbol.js'
import { budgetOf, type Options, type Settings, settle } from '../settings.js'
import { answer, remark } from './answer.js'
import type { CurvePlan } from './curve-plan.js'
import { curveReport } from './curve-report.js'

// biome-ignore lint/suspicious/noExplicitAny: order parameters are read by their symbols
type State = CurveState<any>
type Points = readonly CurvePoint[]

/** A command whose answer is a curve. Rows that are finished are never lost. */
export async function trace(
  container: Container,
  options: Options,
  planned: (container: Container, settings: Settings) => CurvePlan,
): Promise<number> {
  const settings = await settle(container, options)
  const send = answer(container, settings)
  const budget = budgetOf(settings)
  const clock = resolve(container, CLOCK)
  return interruptible(container, async (signal) => {
    const start = clock()
    const plan = planned(container, settings)
    const { problem, ansatz } = plan.question
    const line = progress(container)
    const watched = tap(({ state }: Progress<State, Points>) => line.show(() => progressLine(plan, state.points)))
    try {
      const events = run(tracing(problem, ansatz, plan.options), { signal, maxSteps: plan.points, ...budget })
      const done = (await lastValueFrom(events.pipe(watched))) as Done<State, Points>
      line.clear()
      return await handOver(plan, done)
    } finally {
      line.clear()
    }

    async function handOver(plan: CurvePlan, { verdict, result }: Done<State, Points>): Promise<number> {
      // distances are visited from the largest down
      const points = [...result].sort((a, b) => a.parameter - b.parameter)
      const failed = points.filter((point) => point.verdict !== 'converged')
      if (verdict === 'converged' && failed.length === points.length) {
        throw new GardnerError('NOT_CONVERGED', `no point of the curve was found: ${failed[0]?.reason}`)
      }
      const worst = verdict === 'converged' ? (failed[0]?.verdict ?? verdict) : verdict
      await send(curveReport(plan, points, worst, (clock() - start) / 1000))
      const count = `${points.length} of ${plan.points} points`
      if (verdict !== 'converged') {
        const why = verdict === 'exhausted' ? `the budget of ${budget.budget} ms ended` : verdict
        remark(container, `${why} after ${count}`)
        return verdict === 'interrupted' ? INTERRUPTED : FAILED
      }
      if (failed.length === 0) return DONE
      const [{ parameter, reason }] = failed
      const first = `the first at ${plan.along} = ${parameter}: ${reason}`
      remark(container, `${failed.length} of ${plan.points} points not found, ${first}`)
      return FAILED
    }
  })
}

const progressLine = ({ along, points: all }: CurvePlan, points: Points): string => {
  const share = Math.floor((100 * points.length) / all)
  const last = points[points.length - 1]
  const where = last === undefined ? '' : `, ${symbolOf(along)} = ${digits(last.parameter)}`
  return `${points.length} of ${all} points (${share} %)${where}`
}
