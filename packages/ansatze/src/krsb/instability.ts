import {
  type Ansatz,
  branchStartSearch,
  chosen,
  closedForm,
  crossing,
  driveSearch,
  type Iteration,
  isSolved,
  type Machine,
  originSearch,
  pathEquations,
  type Search,
  saddlePoint,
  type Threshold,
} from '@gardner/core'
import { STANDARD_STEP } from '@gardner/numerics'
import { checkReach } from '../rs/saddle-point.js'
import { unfound } from '../unfound.js'
import { parisiAtBirth, rsThreshold } from './birth.js'
import { krsbBranch } from './origin.js'
import type { Krsb } from './state.js'
import { describe } from './transition-text.js'
import { transitionsSearch } from './transitions.js'

/** The load, in units of that of birth, at which more steps are asked whether they are unstable as one step is. */
const BEYOND_BIRTH = 1.1

/** The load at which k steps become unstable against one more: where the smallest of their replicons vanishes. */
export function krsbInstability(
  machine: Machine,
  ansatz: Ansatz<Krsb>,
  k: number,
): Iteration<unknown, Threshold<Krsb>> {
  checkReach(machine)
  return chosen(
    `${ansatz.name} instability`,
    () => instabilitySearch(machine, ansatz, k),
    (verdict) => unfound('instability', machine, ansatz, verdict),
  )
}

/** What is to be done for it: nothing where it is known, or the branch is followed. */
function* instabilitySearch(
  machine: Machine,
  ansatz: Ansatz<Krsb>,
  k: number,
): Search<Iteration<unknown, Threshold<Krsb>>> {
  const known = (threshold: Threshold<Krsb>) =>
    closedForm(
      `${ansatz.name} instability`,
      () => threshold,
      () => 0,
    )
  const steps = k === 1 ? 'one step' : `${k} steps`
  const none = (reason: string) => `there is no branch of ${steps} that could become unstable: ${reason}`
  const transitions = yield* transitionsSearch(machine)
  // an instability of the replica-symmetric solution that was not found says nothing of steps
  const isKnown = (yield* rsThreshold(machine)).verdict !== 'stalled'
  if (k > 1 && isKnown && (transitions.kind === 'none' || transitions.kind === 'frozen')) {
    return known(nowhere(machine, ansatz, 'absent', none(describe(transitions))))
  }
  const single = yield* firstState(machine, k === 1 ? ansatz : krsbBranch('1 step', 1))
  const first = single !== undefined && single.replicon < 0 && k > 1 ? yield* beyondBirth(machine, ansatz) : single
  if (first !== undefined && first.replicon < 0) {
    return known(yield* atBirth(machine, ansatz, k, describe(transitions)))
  }
  const whole = () => originSearch(ansatz.saddlePoint(machine, STANDARD_STEP), Number.POSITIVE_INFINITY)
  if (k > 1 && (yield* whole()).hold === 'nowhere') {
    const reason = `${steps} are followed from q${k} → 1 to smaller loads, and where their replicon vanishes on the way is not looked for`
    return known(nowhere(machine, ansatz, 'stalled', reason))
  }
  return crossing(machine, ansatz, {
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
function* firstState(machine: Machine, ansatz: Ansatz<Krsb>): Search<Stability | undefined> {
  const saddle = ansatz.saddlePoint(machine, STANDARD_STEP)
  const origin = yield* originSearch(saddle, Number.POSITIVE_INFINITY)
  const first = yield* branchStartSearch(pathEquations(saddle), origin)
  if (first === undefined) return undefined
  return saddle.state(first.x.slice(0, -1), Math.exp(first.x[first.x.length - 1]))
}

/** Where one step is unstable from its birth on, more steps are born there too: they a little beyond it. */
function* beyondBirth(machine: Machine, ansatz: Ansatz<Krsb>): Search<Stability | undefined> {
  const alpha = BEYOND_BIRTH * (yield* rsThreshold(machine)).value
  const { result } = yield* driveSearch(saddlePoint(machine.at({ alpha }), ansatz))
  return isSolved(result) ? { replicon: result.replicon.value } : undefined
}

/** The instability of steps that are unstable from where they leave the replica-symmetric solution. */
function* atBirth(machine: Machine, ansatz: Ansatz<Krsb>, k: number, kind: string): Search<Threshold<Krsb>> {
  const threshold = yield* rsThreshold(machine)
  const { q, gap, qhat, Q } = threshold.at
  const { q: uncertain = 0 } = threshold.errors
  const birth = yield* parisiAtBirth(machine, threshold)
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
  machine: Machine,
  ansatz: Ansatz<Krsb>,
  verdict: 'absent' | 'stalled',
  reason: string,
): Threshold<Krsb> => ({
  name: 'instability',
  problem: machine,
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
