import { type DensityState, type DensityTable, densityTable, stabilities as stabilityProfile } from '@gardner/ansatze'
import { answer, type Done, type Progress, run, saddlePoint } from '@gardner/core'
import { lastValueFrom, tap } from 'rxjs'
import { budgetOf, limitsOf } from '../option/settings.js'
import { DONE, FAILED, INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import { remark } from '../session/remark.js'
import { stabilityPlan } from '../theory/stability-plan.js'
import { stabilityReport } from '../theory/stability-report.js'
import { answering } from './each.js'
import { find } from './search.js'

/** `gardner stabilities`: the distribution of the stabilities of patterns in a solution. */
export const stabilities = answering('stabilities', async (session, settings, send) => {
  const budget = budgetOf(settings)
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = settings.begun ?? clock()
    const plan = stabilityPlan(session, settings)
    const { problem, ansatz } = plan.question
    const profile = stabilityProfile(problem)
    const solution = await find(
      session,
      { name: 'saddle point', ...limitsOf(settings), find: (limits) => answer(saddlePoint(problem, ansatz), limits) },
      signal,
    )
    if (solution === undefined) return INTERRUPTED
    const line = progress(session)
    const left = budget.budget === undefined ? {} : { budget: Math.max(1e-9, budget.budget - (clock() - start)) }
    const work = densityTable((at) => solution.profile(profile, at), plan.density)
    const watched = tap(({ state }: Progress<DensityState, DensityTable>) => line.show(() => progressLine(state)))
    let done: Done<DensityState, DensityTable>
    try {
      done = (await lastValueFrom(run(work, { signal, ...left }).pipe(watched))) as typeof done
    } finally {
      line.clear()
    }
    const { verdict, result } = done
    await send(stabilityReport(plan, solution, result, verdict, (clock() - start) / 1000))
    if (verdict === 'converged') return DONE
    const why = verdict === 'exhausted' ? `the budget of ${budget.budget} ms ended` : verdict
    remark(session, `${why} after ${result.values.length} of ${done.state.at.length} points`)
    return verdict === 'interrupted' ? INTERRUPTED : FAILED
  })
})

const progressLine = ({ at, count, panels }: DensityState): string =>
  count < at.length
    ? `${count} of ${at.length} points (${Math.floor((100 * count) / at.length)} %)`
    : `integral of P(Δ): ${panels.length} panels left`
