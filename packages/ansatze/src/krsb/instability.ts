import {
  type Ansatz,
  branchStart,
  complete,
  crossing,
  type Iteration,
  isSolved,
  type Problem,
  pathEquations,
  STANDARD_STEP,
  settled,
  solving,
  type Threshold,
} from '@gardner/core'
import { parisiAtBirth, rsThreshold } from './birth.js'
import { krsbBranch } from './origin.js'
import type { Krsb } from './state.js'
import { clusterTransitions, describe } from './transitions.js'

/** The load, in units of that of birth, at which more steps are asked whether they are unstable as one step is. */
const BEYOND_BIRTH = 1.1

/** The load at which k steps become unstable against one more: where the smallest of their replicons vanishes. */
export function krsbInstability(
  problem: Problem,
  ansatz: Ansatz<Krsb>,
  k: number,
): Iteration<unknown, Threshold<Krsb>> {
  const name = `${ansatz.name} instability`
  const steps = k === 1 ? 'one step' : `${k} steps`
  const none = (reason: string) => `there is no branch of ${steps} that could become unstable: ${reason}`
  const transitions = clusterTransitions(problem)
  // an instability of the replica-symmetric solution that was not found says nothing of steps
  const isKnown = rsThreshold(problem).verdict !== 'stalled'
  if (k > 1 && isKnown && (transitions.kind === 'none' || transitions.kind === 'frozen')) {
    return settled(
      name,
      () => nowhere(problem, ansatz, 'absent', none(describe(transitions))),
      () => 0,
    )
  }
  const single = firstState(problem, k === 1 ? ansatz : krsbBranch('1 step', 1))
  const first = single !== undefined && single.replicon < 0 && k > 1 ? beyondBirth(problem, ansatz) : single
  if (first !== undefined && first.replicon < 0) {
    return settled(
      name,
      () => atBirth(problem, ansatz, k, describe(transitions)),
      () => 0,
    )
  }
  if (k > 1 && ansatz.saddlePoint(problem, STANDARD_STEP).origin(Number.POSITIVE_INFINITY).hold === 'nowhere') {
    const reason = `${steps} are followed from q${k} → 1 to smaller loads, and where their replicon vanishes on the way is not looked for`
    return settled(
      name,
      () => nowhere(problem, ansatz, 'stalled', reason),
      () => 0,
    )
  }
  return crossing(problem, ansatz, {
    ...(k === 1 ? { remark: () => ({ reason: describe(transitions) }) } : {}),
    name: 'instability',
    condition: ({ replicon }) => replicon,
    branchOf: Number.POSITIVE_INFINITY,
    absent: (reason) => (reason.startsWith('no ') && isKnown ? none(reason) : undefined),
  })
}

interface Stability {
  readonly replicon: number
}

/** One step where it begins. */
function firstState(problem: Problem, ansatz: Ansatz<Krsb>): Stability | undefined {
  const saddle = ansatz.saddlePoint(problem, STANDARD_STEP)
  const first = branchStart(pathEquations(saddle), saddle.origin(Number.POSITIVE_INFINITY))
  if (first === undefined) return undefined
  return saddle.state(first.x.slice(0, -1), Math.exp(first.x[first.x.length - 1]))
}

/** Where one step is unstable from its birth on, more steps are born there too: they a little beyond it. */
function beyondBirth(problem: Problem, ansatz: Ansatz<Krsb>): Stability | undefined {
  const alpha = BEYOND_BIRTH * rsThreshold(problem).value
  const { result } = complete(solving(problem.at({ alpha }), ansatz))
  return isSolved(result) ? { replicon: result.replicon.value } : undefined
}

/** The instability of steps that are unstable from where they leave the replica-symmetric solution. */
function atBirth(problem: Problem, ansatz: Ansatz<Krsb>, k: number, kind: string): Threshold<Krsb> {
  const threshold = rsThreshold(problem)
  const { q, gap, qhat, Q } = threshold.at
  const { q: uncertain = 0 } = threshold.errors
  const birth = parisiAtBirth(problem, threshold)
  const levels = Array.from({ length: k + 1 }, (_, i) => i)
  const each = (symbol: string, value: number, from = 0) =>
    Object.fromEntries(levels.slice(from).map((i) => [`${symbol}${i}`, value]))
  return {
    ...threshold,
    ansatz: ansatz.name,
    at: { ...each('q', q), gap, ...each('m', birth.value, 1), ...each('qhat', qhat), Q },
    errors: { ...each('q', uncertain), ...each('m', birth.error, 1) },
    branch: `${k === 1 ? 'one-step' : `${k}-step`}, q${k} − q0 → 0`,
    reason: `${kind}; it is unstable from where it leaves the replica-symmetric one`,
  }
}

/** No such load: because there is none, or because none was found. */
const nowhere = (
  problem: Problem,
  ansatz: Ansatz<Krsb>,
  verdict: 'absent' | 'stalled',
  reason: string,
): Threshold<Krsb> => ({
  name: 'instability',
  problem,
  ansatz: ansatz.name,
  verdict,
  value: Number.POSITIVE_INFINITY,
  error: verdict === 'absent' ? 0 : Number.POSITIVE_INFINITY,
  at: {} as Krsb,
  errors: {},
  branch: 'none',
  evaluations: 0,
  routes: {},
  reason,
})
