import { stabilities } from '@gardner/ansatze'
import {
  type CurvePoint,
  isGardnerError,
  type Progress,
  type RunOptions,
  run,
  solved,
  thresholdOf,
  tracing,
  type Verdict,
} from '@gardner/core'
import type { Jobs } from '@gardner/core/worker'
import { concatMap, defer, from, map, type Observable } from 'rxjs'
import { curveReport, worstOf } from '../command/curve-report.js'
import { franzParisiPlan, localEntropyPlan } from '../command/distance-plan.js'
import { stabilityPlan } from '../command/stability-plan.js'
import { stabilityReport } from '../command/stability-report.js'
import { thresholdReport } from '../command/threshold.js'
import { compose } from '../composition.js'
import { tabulating } from '../density.js'
import type { Fields } from '../report/csv.js'
import { fieldsOf } from '../report/heading.js'
import type { Report } from '../report/report.js'
import { type Question, questionOf, type Settings } from '../settings.js'
import { simulationJobs } from '../simulation/job.js'

/** A command and its options, as they would be typed. */
export interface Line {
  readonly command: 'capacity' | 'instability' | 'franz-parisi' | 'local-entropy' | 'stabilities'
  readonly options: Readonly<Record<string, string>>
  /** Options without a value. */
  readonly flags?: readonly 'minimum'[]
}

/** How far a command is, then what it found. */
export type Told =
  | { readonly kind: 'step'; readonly share: number }
  | {
      readonly kind: 'done'
      readonly verdict: Verdict
      readonly json: { readonly [key: string]: unknown }
      readonly records: readonly Fields[]
    }

/** Command lines without a terminal, and finite machines: all that is done here or in a thread. */
export const jobs = {
  ...simulationJobs,
  command: ({ command, options, flags = [] }: Line, { signal }: RunOptions<unknown>): Observable<Told> => {
    const typed = { ...options, ...Object.fromEntries(flags.map((flag) => [flag, true])) }
    const settings: Settings = { ...typed, typed, modules: [] }
    const limits = signal === undefined ? {} : { signal }
    switch (command) {
      case 'capacity':
      case 'instability':
        return threshold(command, settings, limits)
      case 'franz-parisi':
      case 'local-entropy':
        return curve(command, settings, limits)
      case 'stabilities':
        return density(settings, limits)
    }
  },
} satisfies Jobs

type Limits = { readonly signal?: AbortSignal }

/** A fresh container whose user says and hears nothing. */
const silent = () =>
  compose({
    output: { out: () => {}, err: () => {} },
    terminal: { colour: false },
    surroundings: { folder: '', variables: {} },
    signals: { listen: () => () => {}, end: () => {} },
    clock: () => 0,
  })

/** The events of a run, with what is told at their end. */
const telling = <S, R>(
  events: Observable<Progress<S, R>>,
  share: (state: S) => number,
  report: (result: R, verdict: Verdict) => Report,
): Observable<Told> =>
  events.pipe(
    map((event) =>
      event.kind === 'step'
        ? { kind: 'step', share: share(event.state) }
        : told(report(event.result, event.verdict), event.verdict),
    ),
  )

function told(report: Report, verdict: Verdict): Told {
  // what took how long is of no interest later, and never the same
  const { seconds: _, ...json } = report.json()
  return { kind: 'done', verdict, json, records: report.records().map(({ seconds: _, ...fields }) => fields) }
}

function threshold(name: 'capacity' | 'instability', settings: Settings, limits: Limits): Observable<Told> {
  const question = questionOf(silent(), settings)
  let iteration: ReturnType<typeof thresholdOf>
  try {
    iteration = thresholdOf(question.problem, question.ansatz, name)
  } catch (error) {
    // that there is none is a result
    if (!isGardnerError(error) || error.code !== 'UNSUITABLE') throw error
    return from([told(absent(name, question, error.message), 'converged')])
  }
  return telling(
    run(iteration, limits),
    () => 0,
    (found) => thresholdReport(question, found, 0),
  )
}

const absent = (command: string, question: Question, reason: string): Report => {
  const { ansatz, problem } = question
  return {
    json: () => ({ command, problem: problem.toJSON(), ansatz: ansatz.name, value: null, error: null, reason }),
    records: () => [{ command, ...fieldsOf(question), reason }],
    sheets: () => [],
  }
}

const plans = { 'franz-parisi': franzParisiPlan, 'local-entropy': localEntropyPlan }

function curve(command: keyof typeof plans, settings: Settings, limits: Limits): Observable<Told> {
  const plan = plans[command](silent(), settings)
  const { problem, ansatz } = plan.question
  if (plan.minimum !== undefined) {
    return telling(
      run(plan.minimum, limits),
      () => 0,
      (found, verdict) => curveReport(plan, [], verdict, 0, found),
    )
  }
  return telling(
    run(tracing(problem, ansatz, plan.options), { ...limits, maxSteps: plan.points }),
    ({ count }) => count / plan.points,
    (found: readonly CurvePoint[], verdict) => {
      const points = [...found].sort((a, b) => a.parameter - b.parameter)
      return curveReport(plan, points, worstOf(points, verdict), 0)
    },
  )
}

function density(settings: Settings, limits: Limits): Observable<Told> {
  return defer(() => {
    const plan = stabilityPlan(silent(), settings)
    const { problem, ansatz } = plan.question
    const profile = stabilities(problem)
    return from(solved(problem, ansatz, limits)).pipe(
      concatMap((solution) =>
        telling(
          run(
            tabulating((at) => solution.profile(profile, at), plan),
            limits,
          ),
          ({ count }) => count / plan.at.length,
          (table, verdict) => stabilityReport(plan, solution, table, verdict, 0),
        ),
      ),
    )
  })
}
