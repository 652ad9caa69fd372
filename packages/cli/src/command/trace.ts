import {
  type CurvePoint,
  type CurveState,
  controlSymbol,
  type Done,
  GardnerError,
  isAnswer,
  type Progress,
  type RunOptions,
  run,
  type Threshold,
  type Verdict,
} from '@gardner/core'
import type { Report } from '@gardner/results'
import { digits } from '@gardner/results'
import { lastValueFrom, tap } from 'rxjs'
import { budgetOf, formatOf, type Options, readSettings, type Settings } from '../option/settings.js'
import type { Several } from '../option/several.js'
import { DONE, FAILED, INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { iterationOf, remarked } from '../theory/countable.js'
import type { CurvePlan } from '../theory/curve-plan.js'
import { askedFor, curveReport, isAnswered, worstOf } from '../theory/curve-report.js'
import { each } from './each.js'

// biome-ignore lint/suspicious/noExplicitAny: order parameters are read by their symbols
type State = CurveState<any>
type Points = readonly CurvePoint[]

/** What was found along a curve, and of the distance below which there is nothing. */
interface Traced {
  readonly plan: CurvePlan
  readonly curve: Pick<Done<State, Points>, 'verdict' | 'result'>
  readonly minimum?: Threshold
}

/** A command whose answer is a curve. Rows that are finished are never lost. */
export async function trace(
  session: Session,
  options: Options,
  planned: (session: Session, settings: Settings) => CurvePlan,
  several: (settings: Settings) => readonly Several[],
): Promise<number> {
  const settings = await readSettings(session, options)
  return each(session, settings, several(settings), (place, own, send) => traceOne(place, own, send, planned))
}

async function traceOne(
  session: Session,
  settings: Settings,
  send: (report: Report) => Promise<void>,
  planned: (session: Session, settings: Settings) => CurvePlan,
): Promise<number> {
  const { budget } = budgetOf(settings)
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = settings.begun ?? clock()
    const plan = planned(session, settings)
    const limits = () => ({
      signal,
      ...(budget === undefined ? {} : { budget: Math.max(1e-9, budget - (clock() - start)) }),
    })
    const line = progress(session)
    const show = (points: Points) => line.show(() => progressLine(plan, points))
    let traced: Traced
    try {
      traced = await followed(plan, limits, show)
    } finally {
      line.clear()
    }
    return handOver(traced)

    async function handOver({ plan, curve: path, minimum }: Traced): Promise<number> {
      // distances are visited from the largest down
      const points = remarked(
        plan,
        [...path.result].sort((a, b) => a.parameter - b.parameter),
      )
      const failed = points.filter((point) => !isAnswered(plan, point))
      const found = minimum !== undefined && isAnswer(minimum.verdict) ? minimum : undefined
      const noMinimum = `the minimum distance was not found: ${minimum?.reason}`
      if (path.verdict === 'converged' && failed.length === points.length && found === undefined) {
        if (minimum === undefined) throw notConverged(`no point of the curve was found: ${failed[0]?.reason}`)
        if (minimum.verdict === 'stalled') throw notConverged(noMinimum)
      }
      if (plan.points > 0 || found !== undefined) {
        await send(curveReport(plan, points, worstOf(plan, points, path.verdict), (clock() - start) / 1000, found))
      }
      // a table has footnotes
      if (formatOf(settings) !== 'table') {
        const told = points.filter(({ verdict, reason }) => verdict === 'converged' && reason !== undefined)
        for (const reason of new Set(told.map((point) => point.reason))) {
          const count = told.filter((point) => point.reason === reason).length
          remark(session, `${count} of ${askedFor(plan, points)} points: ${reason}`)
        }
      }
      const ended = (verdict: Verdict, when: string): number => {
        remark(session, `${verdict === 'exhausted' ? `the budget of ${budget} ms ended` : verdict} ${when}`)
        return verdict === 'interrupted' ? INTERRUPTED : FAILED
      }
      if (path.verdict !== 'converged') return ended(path.verdict, `after ${shared(plan, points)}`)
      if (minimum?.verdict === 'interrupted' || minimum?.verdict === 'exhausted') {
        return ended(minimum.verdict, 'before the minimum distance was found')
      }
      if (failed.length > 0) {
        const [{ parameter, reason }] = failed
        const first = `the first at ${controlSymbol(plan.along)} = ${parameter}: ${reason}`
        remark(session, `${failed.length} of ${askedFor(plan, points)} points not found, ${first}`)
      }
      if (found === undefined && minimum !== undefined) remark(session, noMinimum)
      return failed.length > 0 || (found === undefined && minimum !== undefined) ? FAILED : DONE
    }
  })
}

const notConverged = (message: string): GardnerError => new GardnerError('NOT_CONVERGED', message)

/** Follows the curve, and if it came to its end looks for the minimum. */
async function followed(
  plan: CurvePlan,
  limits: () => RunOptions<unknown>,
  show: (points: Points) => void,
): Promise<Traced> {
  let path: Traced['curve'] = { verdict: 'converged', result: [] }
  if (plan.points > 0) {
    const events = run(iterationOf(plan), {
      ...limits(),
      ...(Number.isFinite(plan.points) ? { maxSteps: plan.points } : {}),
    } as RunOptions<State>)
    const watched = tap(({ state }: Progress<State, Points>) => show(state.points))
    path = (await lastValueFrom(events.pipe(watched))) as Done<State, Points>
  }
  if (plan.minimum === undefined || path.verdict !== 'converged') return { plan, curve: path }
  const { result } = (await lastValueFrom(run(plan.minimum, limits()))) as Done<unknown, Threshold>
  return { plan, curve: path, minimum: result }
}

/** `3 of 9 points`; where the curve chooses them nobody knows of how many. */
const shared = ({ points: all }: CurvePlan, points: Points): string =>
  Number.isFinite(all) ? `${points.length} of ${all} points` : `${points.length} points`

const progressLine = ({ along, points: all }: CurvePlan, points: Points): string => {
  const last = points[points.length - 1]
  const where = last === undefined ? '' : `, ${controlSymbol(along)} = ${digits(last.parameter)}`
  if (!Number.isFinite(all)) return `${points.length} points${where}`
  return `${points.length} of ${all} points (${Math.floor((100 * points.length) / all)} %)${where}`
}
