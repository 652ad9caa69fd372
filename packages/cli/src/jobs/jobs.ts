import { densityTable, stabilities } from '@gardner/ansatze'
import {
  answer,
  type CurvePoint,
  critical,
  isGardnerError,
  type Progress,
  type RunOptions,
  run,
  saddlePoint,
  type Verdict,
} from '@gardner/core'
import type { Jobs } from '@gardner/core/worker'
import { fieldsOf, type Report } from '@gardner/results'
import type { LineEvent, Work } from '@gardner/studies'
import { studyJobs } from '@gardner/studies/jobs'
import { concatMap, defer, from, map, type Observable } from 'rxjs'
import { budgetOf, type Question, questionOf, type Settings } from '../option/settings.js'
import type { Vocabulary } from '../session/session.js'
import { simulationJobs } from '../simulation/job.js'
import { catalogueOf, freshCatalogue } from '../simulation/machine.js'
import { iterationOf, remarked } from '../theory/countable.js'
import { curveReport, worstOf } from '../theory/curve-report.js'
import { franzParisiPlan, localEntropyPlan } from '../theory/distance-plan.js'
import { stabilityPlan } from '../theory/stability-plan.js'
import { stabilityReport } from '../theory/stability-report.js'
import { thresholdReport } from '../theory/threshold-report.js'

/** What a command tells before anyone has looked at a clock. */
type Timeless = Extract<LineEvent, { kind: 'step' }> | Omit<Extract<LineEvent, { kind: 'done' }>, 'seconds'>

/** Command lines without a terminal, and finite machines: all that is done here or in a thread. */
export const jobs = {
  ...simulationJobs,
  ...studyJobs(() => catalogueOf([])),
  command: (work: Work, { signal }: RunOptions<unknown>): Observable<LineEvent> =>
    defer(() => freshCatalogue(work.modules ?? [])).pipe(
      concatMap((catalogue) => {
        // nobody hears warnings here
        const vocabulary = { catalogue, err: () => {} }
        const start = performance.now()
        return answering(vocabulary, work, signal).pipe(
          map((event) => (event.kind === 'step' ? event : { ...event, seconds: (performance.now() - start) / 1000 })),
        )
      }),
    ),
} satisfies Jobs

function answering(vocabulary: Vocabulary, work: Work, signal: AbortSignal | undefined): Observable<Timeless> {
  const { command, options, flags = [] } = work
  const typed = { ...options, ...Object.fromEntries(flags.map((flag) => [flag, true])) }
  const settings: Settings = { ...typed, typed, modules: [] }
  const limits = { ...budgetOf(settings), ...(signal === undefined ? {} : { signal }) }
  switch (command) {
    case 'capacity':
    case 'instability':
      return threshold(vocabulary, command, settings, limits)
    case 'franz-parisi':
    case 'local-entropy':
      return line(vocabulary, command, settings, limits)
    case 'stabilities':
      return density(vocabulary, settings, limits)
  }
}

type Limits = { readonly signal?: AbortSignal; readonly budget?: number }

/** The events of a run, with what is told at their end. */
const telling = <S, R>(
  events: Observable<Progress<S, R>>,
  share: (state: S) => number,
  report: (result: R, verdict: Verdict) => Report,
): Observable<Timeless> =>
  events.pipe(
    map((event) =>
      event.kind === 'step'
        ? { kind: 'step', share: share(event.state) }
        : doneOf(report(event.result, event.verdict), event.verdict),
    ),
  )

function doneOf(report: Report, verdict: Verdict): Timeless {
  // what took how long is of no interest later, and never the same
  const { seconds: _, ...json } = report.json()
  return { kind: 'done', verdict, json, records: report.records().map(({ seconds: _, ...fields }) => fields) }
}

function threshold(
  vocabulary: Vocabulary,
  name: 'capacity' | 'instability',
  settings: Settings,
  limits: Limits,
): Observable<Timeless> {
  const question = questionOf(vocabulary, settings)
  let iteration: ReturnType<typeof critical>
  try {
    iteration = critical(question.problem, question.ansatz, name)
  } catch (error) {
    // that there is none is a result
    if (!isGardnerError(error) || error.code !== 'UNSUITABLE') throw error
    return from([doneOf(absent(name, question, error.message), 'converged')])
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

/** Points of a curve of which half of it may be known. */
const FIRST_PASS = 17

const plans = { 'franz-parisi': franzParisiPlan, 'local-entropy': localEntropyPlan }

function line(
  vocabulary: Vocabulary,
  command: keyof typeof plans,
  settings: Settings,
  limits: Limits,
): Observable<Timeless> {
  const plan = plans[command](vocabulary, settings)
  if (plan.minimum !== undefined) {
    return telling(
      run(plan.minimum, limits),
      () => 0,
      (found, verdict) => curveReport(plan, [], verdict, 0, found),
    )
  }
  return telling(
    run(iterationOf(plan), limits),
    // how many points it takes is known at the end
    ({ count }) => count / (Number.isFinite(plan.points) ? plan.points : count + FIRST_PASS),
    (found: readonly CurvePoint[], verdict) => {
      const points = remarked(
        plan,
        [...found].sort((a, b) => a.parameter - b.parameter),
      )
      return curveReport(plan, points, worstOf(plan, points, verdict), 0)
    },
  )
}

function density(vocabulary: Vocabulary, settings: Settings, limits: Limits): Observable<Timeless> {
  return defer(() => {
    const plan = stabilityPlan(vocabulary, settings)
    const { problem, ansatz } = plan.question
    const profile = stabilities(problem)
    return from(answer(saddlePoint(problem, ansatz), limits)).pipe(
      concatMap((solution) =>
        telling(
          run(
            densityTable((at) => solution.profile(profile, at), plan.density),
            limits,
          ),
          ({ at, count }) => count / at.length,
          (table, verdict) => stabilityReport(plan, solution, table, verdict, 0),
        ),
      ),
    )
  })
}
