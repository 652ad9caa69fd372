import type { CurvePoint, Verdict } from '@gardner/core'
import type { Fields } from '../report/csv.js'
import { digits, seconds, uncertainty } from '../report/digits.js'
import { Footnotes } from '../report/footnotes.js'
import { fieldsOf, headingOf, scalars } from '../report/heading.js'
import type { Report } from '../report/report.js'
import { meanings, symbolOf } from '../report/symbol.js'
import type { Sheet } from '../report/table.js'
import type { CurvePlan } from './curve-plan.js'

/** The rows of a curve; where nothing was found the numbers are missing and a reason stands in their place. */
export function curveReport(plan: CurvePlan, points: readonly CurvePoint[], verdict: Verdict, elapsed: number): Report {
  const { question, along, names } = plan
  const rowOf = ({ parameter, values, verdict, residual, branch, reason, ...point }: CurvePoint) => ({
    [along]: parameter,
    ...Object.fromEntries(names.map((name) => [name, values[name]?.value ?? null])),
    error: values[names[0]]?.error ?? null,
    ...(names.length > 1
      ? { errors: Object.fromEntries(names.map((name) => [name, values[name]?.error ?? null])) }
      : {}),
    verdict,
    residual,
    branch,
    ...Object.fromEntries(Object.entries(parametersOf(plan, point)).filter(([symbol]) => !names.includes(symbol))),
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

/** The order parameters of a point. */
const parametersOf = ({ shared }: CurvePlan, { at }: Pick<CurvePoint, 'at'>): CurvePoint['at'] => (shared ? {} : at)

function recordOf(plan: CurvePlan, point: CurvePoint): Fields {
  const { question, along, names } = plan
  const { parameter, values, verdict, residual, branch, reason } = point
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
    ...Object.fromEntries(scalars(parametersOf(plan, point)).filter(([symbol]) => !names.includes(symbol))),
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
function symbolsOf(plan: CurvePlan, points: readonly CurvePoint[]): readonly string[] {
  const { names } = plan
  const found = points.map((point) => scalars(parametersOf(plan, point))).filter((entries) => entries.length > 0)
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
