import { type CurvePoint, GardnerError, run, tracing, type Verdict } from '@gardner/core'
import { lastValueFrom, tap } from 'rxjs'
import { DONE, FAILED, INTERRUPTED } from '../failure.js'
import { interruptible } from '../interruption.js'
import { CLOCK, type Container, resolve } from '../ports.js'
import { progress } from '../progress.js'
import type { Fields } from '../report/csv.js'
import { digits, seconds, uncertainty } from '../report/digits.js'
import { Footnotes } from '../report/footnotes.js'
import { fieldsOf, headingOf, scalars } from '../report/heading.js'
import type { Report } from '../report/report.js'
import { meanings, symbolOf } from '../report/symbol.js'
import type { Sheet } from '../report/table.js'
import { budgetOf, type Options, settle } from '../settings.js'
import { answer, remark } from './answer.js'
import { type CurvePlan, curvePlan } from './curve-plan.js'

/** `gardner curve`: quantities along the load or the margin. Rows that are finished are never lost. */
export async function curve(container: Container, options: Options): Promise<number> {
  const settings = await settle(container, options)
  const send = answer(container, settings)
  const budget = budgetOf(settings)
  const clock = resolve(container, CLOCK)
  const line = progress(container)
  return interruptible(container, async (signal) => {
    const start = clock()
    const plan = curvePlan(container, settings)
    const { problem, ansatz } = plan.question
    const events = run(tracing(problem, ansatz, plan.options), {
      signal,
      maxSteps: plan.points,
      ...(budget === undefined ? {} : { budget }),
    })
    const shown = tap<{ readonly state: { readonly points: readonly CurvePoint[] } }>(({ state: { points } }) =>
      line.show(() => progressLine(plan, points)),
    )
    try {
      const last = await lastValueFrom(events.pipe(shown))
      line.clear()
      const { points } = last.state
      const ended = 'verdict' in last ? (last.verdict as Verdict) : 'converged'
      const failed = points.filter((point) => point.verdict !== 'converged')
      if (
        ended === 'converged' &&
        points.every((point) => Object.keys(point.values).length === 0 && point.verdict !== 'converged')
      ) {
        throw new GardnerError('NOT_CONVERGED', `no point of the curve was found: ${points[0]?.reason}`)
      }
      const verdict = ended === 'converged' ? (failed[0]?.verdict ?? 'converged') : ended
      await send(curveReport(plan, points, verdict, (clock() - start) / 1000))
      if (ended !== 'converged') {
        const why = ended === 'interrupted' ? 'interrupted' : 'the budget ended'
        remark(container, `${why} after ${points.length} of ${plan.points} points`)
        return ended === 'interrupted' ? INTERRUPTED : FAILED
      }
      if (failed.length === 0) return DONE
      const [{ parameter, reason }] = failed
      const which = `${failed.length} of ${plan.points} points not found, the first at ${plan.along} = ${parameter}`
      remark(container, `${which}: ${reason}`)
      return FAILED
    } finally {
      line.clear()
    }
  })
}

const progressLine = ({ along, points: all }: CurvePlan, points: readonly CurvePoint[]): string => {
  const share = Math.floor((100 * points.length) / all)
  const last = points[points.length - 1]
  return `${points.length} of ${all} points (${share} %), ${symbolOf(along)} = ${last === undefined ? '…' : digits(last.parameter)}`
}

function curveReport(plan: CurvePlan, points: readonly CurvePoint[], verdict: Verdict, elapsed: number): Report {
  const { question, along, names } = plan
  const rowOf = ({ parameter, values, at, verdict, residual, branch, reason }: CurvePoint) => ({
    [along]: parameter,
    ...Object.fromEntries(names.map((name) => [name, values[name]?.value ?? null])),
    error: values[names[0]]?.error ?? null,
    ...(names.length > 1
      ? { errors: Object.fromEntries(names.map((name) => [name, values[name]?.error ?? null])) }
      : {}),
    verdict,
    residual,
    branch,
    ...Object.fromEntries(Object.entries(at).filter(([symbol]) => !names.includes(symbol))),
    ...(reason === undefined ? {} : { reason }),
  })
  const problem = Object.fromEntries(Object.entries(question.problem.toJSON()).filter(([key]) => key !== along))
  return {
    json: () => ({
      command: 'curve',
      problem,
      ansatz: question.ansatz.name,
      along,
      quantities: names,
      rows: points.map(rowOf),
      verdict,
      seconds: elapsed,
    }),
    records: () => points.map((point) => recordOf(plan, point)),
    sheets: () => [curveSheet(plan, points, verdict, elapsed)],
  }
}

function recordOf({ question, along, names }: CurvePlan, point: CurvePoint): Fields {
  const { parameter, values, at, verdict, residual, branch, reason } = point
  const { margin, ...fields } = fieldsOf(question)
  return {
    ...fields,
    ...(along === 'margin' ? { alpha: question.problem.alpha } : { margin }),
    [along]: parameter,
    ...Object.fromEntries(
      names.flatMap((name) => [
        [name, values[name]?.value],
        [`${name}Error`, values[name]?.error],
      ]),
    ),
    ...Object.fromEntries(scalars(at).filter(([symbol]) => !names.includes(symbol))),
    verdict,
    residual,
    branch,
    reason,
  }
}

function curveSheet(plan: CurvePlan, points: readonly CurvePoint[], verdict: Verdict, elapsed: number): Sheet {
  const { question, along, names } = plan
  const symbols = symbolsOf(plan, points)
  const footnotes = new Footnotes()
  const rows = points.map((point) => tableRow(plan, symbols, point, footnotes))
  const count = points.length === plan.points ? `${plan.points}` : `${points.length} of ${plan.points}`
  return {
    title: headingOf(question, along),
    columns: [
      { heading: symbolOf(along), align: 'decimal' },
      ...names.flatMap((name) => [{ heading: symbolOf(name), align: 'decimal' as const }, { heading: '±' }]),
      ...symbols.map((symbol) => ({ heading: symbolOf(symbol), align: 'decimal' as const })),
      { heading: '' },
    ],
    rows,
    notes: [
      ...footnotes.lines,
      ...names.filter((name) => name in meanings).map((name) => `${symbolOf(name)}: ${meanings[name]}`),
      `${verdict}, ${count} points, ${seconds(elapsed)}`,
    ],
  }
}

/** The order parameters beside those asked for, less those that never change. */
function symbolsOf({ names }: CurvePlan, points: readonly CurvePoint[]): readonly string[] {
  const found = points.map(({ at }) => scalars(at)).filter((entries) => entries.length > 0)
  const first = found[0] ?? []
  return first
    .filter(
      ([symbol, value], i) =>
        !names.includes(symbol) && (found.length < 2 || found.some((entries) => entries[i]?.[1] !== value)),
    )
    .map(([symbol]) => symbol)
}

function tableRow(
  { names }: CurvePlan,
  symbols: readonly string[],
  { parameter, values, at, verdict, reason }: CurvePoint,
  footnotes: Footnotes,
): string[] {
  const own = Object.fromEntries(scalars(at))
  const mark = reason === undefined ? '' : footnotes.mark(reason)
  return [
    digits(parameter),
    ...names.flatMap((name) => {
      const { value = Number.NaN, error } = values[name] ?? {}
      return [digits(value, error), uncertainty(error)]
    }),
    // beside what was asked for, order parameters are there for orientation
    ...symbols.map((symbol) => (own[symbol] === undefined ? '—' : digits(own[symbol], Math.abs(own[symbol]) * 1e-6))),
    verdict === 'converged' ? mark : `${verdict} ${mark}`,
  ]
}
