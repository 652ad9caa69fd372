import {
  type CurvePoint,
  controlSymbol,
  isAnswer,
  loadIn,
  type Threshold,
  type Verdict,
  verdictOfAll,
} from '@gardner/core'
import type { Fields, Report, Sheet } from '@gardner/results'
import {
  digits,
  Footnotes,
  fieldsOf,
  headingOf,
  isBound,
  meaningOf,
  oriented,
  scalars,
  seconds,
  symbolOf,
  uncertainty,
} from '@gardner/results'
import { replicasText } from '../option/settings.js'
import type { CurvePlan } from './curve-plan.js'
import { minimumJson, minimumRow, minimumSheet } from './minimum.js'

/** True if the point is what was asked for: a load that does not exist is, a solution that does not exist leaves a gap. */
export const isAnswered = ({ options, iteration }: CurvePlan, { verdict }: Pick<CurvePoint, 'verdict'>): boolean =>
  options.thresholds === undefined && iteration === undefined ? verdict === 'converged' : isAnswer(verdict)

/** How many points were asked for; where the curve chooses them, as many as there are. */
export const askedFor = ({ points: asked }: CurvePlan, points: readonly CurvePoint[]): number =>
  Number.isFinite(asked) ? asked : points.length

/** How a run and its worst point ended. */
export const worstOf = (plan: CurvePlan, points: readonly CurvePoint[], verdict: Verdict): Verdict => {
  if (verdict !== 'converged') return verdict
  const missing = points.filter((point) => !isAnswered(plan, point)).map((point) => point.verdict)
  return missing.length === 0 ? verdict : verdictOfAll(missing)
}

/** The rows of a curve; where nothing was found the numbers are missing and a reason stands in their place. */
export function curveReport(
  plan: CurvePlan,
  points: readonly CurvePoint[],
  verdict: Verdict,
  elapsed: number,
  minimum?: Threshold,
): Report {
  const { command, question, along, names, replicas } = plan
  const rowOf = (point: CurvePoint) => {
    const { parameter, values, verdict, residual, branch, reason } = point
    return {
      [along]: parameter,
      ...Object.fromEntries(names.map((name) => [name, values[name]?.value ?? null])),
      error: values[names[0]]?.error ?? null,
      ...(names.length > 1
        ? { errors: Object.fromEntries(names.map((name) => [name, values[name]?.error ?? null])) }
        : {}),
      verdict,
      ...(residual === undefined ? {} : { residual }),
      branch,
      ...repliconOf(plan, point),
      ...Object.fromEntries(parametersOf(plan, point)),
      ...(reason === undefined ? {} : { reason }),
    }
  }
  const problem = without(along, question.problem.toJSON())
  return {
    json: () => ({
      command,
      problem,
      ansatz: question.ansatz.name,
      ...(along === 'distance' ? { alpha: loadIn(question.problem) } : {}),
      ...(replicas === undefined ? {} : { replicas: replicasText(replicas) }),
      along,
      quantities: names,
      rows: points.map(rowOf),
      ...(minimum === undefined ? {} : { minimum: minimumJson(minimum) }),
      verdict,
      seconds: elapsed,
    }),
    records: () => recordsOf(plan, points, minimum),
    sheets: () => [
      ...(plan.points === 0 ? [] : [curveSheet(plan, points, verdict, elapsed)]),
      ...(minimum === undefined ? [] : [minimumSheet(plan, minimum, elapsed)]),
    ],
    shared: (footnotes) => [
      ...(plan.points === 0 ? [] : [rowsSheet(plan, points, footnotes)]),
      ...(minimum === undefined ? [] : [minimumRow(plan, minimum, footnotes)]),
    ],
  }
}

/** A problem less the parameter that changes along the curve, its own or one of a part of it. */
const without = (along: string, problem: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(problem)
      .filter(([key]) => key !== along)
      .map(([key, value]) => [
        key,
        typeof value === 'object' && value !== null && Object.hasOwn(value, along) ? without(along, value) : value,
      ]),
  )

/** The order parameters of a point, but those that were asked for. */
const parametersOf = ({ shared, names, along }: CurvePlan, { at }: Pick<CurvePoint, 'at'>): [string, unknown][] =>
  shared ? [] : Object.entries(at).filter(([symbol]) => symbol !== along && !names.includes(symbol))

/** Records of the points; what was found once stands in each of them, or in one of its own. */
function recordsOf(plan: CurvePlan, points: readonly CurvePoint[], minimum: Threshold | undefined): readonly Fields[] {
  const { question, along, replicas } = plan
  const { margin, ...fields } = fieldsOf(question, along)
  const asked: Fields = {
    ...fields,
    ...(along === 'margin' ? {} : { margin }),
    ...(along === 'alpha' ? {} : { alpha: loadIn(question.problem) }),
    ...(replicas === undefined ? {} : { replicas: replicasText(replicas) }),
  }
  const once: Fields = minimum === undefined ? {} : { minimum: minimum.value, minimumError: minimum.error }
  if (plan.points > 0) return points.map((point) => ({ ...asked, ...recordOf(plan, point), ...once }))
  return minimum === undefined
    ? []
    : [
        {
          ...asked,
          ...once,
          ...Object.fromEntries(scalars(minimum.at)),
          verdict: minimum.verdict,
          reason: minimum.reason,
        },
      ]
}

function recordOf(plan: CurvePlan, point: CurvePoint): Fields {
  const { along, names } = plan
  const { parameter, values, verdict, residual, branch, reason } = point
  return {
    [along]: parameter,
    ...Object.fromEntries(
      names.flatMap((name) => [
        [name, values[name]?.value],
        [`${name}Error`, values[name]?.error],
      ]),
    ),
    ...Object.fromEntries(scalars(Object.fromEntries(parametersOf(plan, point)))),
    ...repliconOf(plan, point),
    verdict,
    residual,
    branch,
    reason,
  }
}

/** Whether a point is stable, where that was not asked for. */
const repliconOf = ({ names }: CurvePlan, { replicon }: CurvePoint): { readonly replicon?: number } =>
  replicon === undefined || names.includes('replicon') ? {} : { replicon }

function curveSheet(plan: CurvePlan, points: readonly CurvePoint[], verdict: Verdict, elapsed: number): Sheet {
  const footnotes = new Footnotes()
  const { notes = [], ...sheet } = rowsSheet(plan, points, footnotes)
  const asked = askedFor(plan, points)
  const count = points.length === asked ? `${asked}` : `${points.length} of ${asked}`
  const noun = asked === 1 ? 'point' : 'points'
  return { ...sheet, notes: [...footnotes.lines, ...notes, `${verdict}, ${count} ${noun}, ${seconds(elapsed)}`] }
}

/** The rows of a curve, whose remarks are footnotes. */
function rowsSheet(plan: CurvePlan, points: readonly CurvePoint[], footnotes: Footnotes): Sheet {
  const { question, along, names, replicas } = plan
  const symbols = symbolsOf(plan, points)
  const rows = points.map((point) => tableRow(plan, symbols, point, footnotes))
  return {
    title: [headingOf(question, along), ...(replicas === undefined ? [] : [`y = ${digits(replicas)}`])].join(' · '),
    columns: [
      { heading: controlSymbol(along), align: 'decimal' },
      ...names.flatMap((name) => [{ heading: symbolIn(plan, name), align: 'decimal' as const }, { heading: '±' }]),
      ...symbols.map((symbol) => ({ heading: symbolOf(symbol), align: 'decimal' as const })),
      { heading: '' },
    ],
    rows,
    notes: [
      ...names.flatMap((name) => {
        const meaning = question.ansatz.critical?.[name]?.meaning ?? meaningOf(name)
        return meaning === undefined ? [] : [`${symbolIn(plan, name)}: ${meaning}`]
      }),
    ],
  }
}

/** As papers write what was asked for. */
const symbolIn = ({ question }: CurvePlan, name: string): string =>
  question.ansatz.critical?.[name]?.symbol ?? symbolOf(name)

/** More order parameters than these, and the conjugates among them stand in JSON and CSV only. */
const MOST_SYMBOLS = 3
const CONJUGATE = /hat/

/** The order parameters beside those asked for, less those that never change and those that the distance fixes. */
function symbolsOf(plan: CurvePlan, points: readonly CurvePoint[]): readonly string[] {
  const rows = points
    .map((point) => ({ point, entries: scalars(Object.fromEntries(parametersOf(plan, point))) }))
    .filter(({ entries }) => entries.length > 0)
  const [first] = rows
  // to the digits that are shown
  const same = (a: number, b: number) => a === b || Math.abs(a - b) < 1e-7 * Math.abs(b)
  const constant = (i: number) =>
    rows.length > 1 && rows.every(({ entries }) => same(entries[i]?.[1], first.entries[i][1]))
  const fixed = (i: number) =>
    plan.along === 'distance' &&
    rows.every(({ point, entries }) => Math.abs(entries[i]?.[1] - (1 - 2 * point.parameter)) < 1e-12)
  const changing = (first?.entries ?? []).filter((_, i) => !constant(i) && !fixed(i)).map(([symbol]) => symbol)
  return changing.length > MOST_SYMBOLS ? changing.filter((symbol) => !CONJUGATE.test(symbol)) : changing
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
      return [digits(value, error), isBound(value) ? '' : uncertainty(error)]
    }),
    // beside what was asked for, order parameters are there for orientation
    ...symbols.map((symbol) => (own[symbol] === undefined ? '—' : oriented(own[symbol]))),
    verdict === 'converged' ? mark : `${verdict} ${mark}`,
  ]
}
