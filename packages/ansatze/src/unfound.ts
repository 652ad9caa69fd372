import type { Ansatz, Machine, OrderParameters, Threshold, Verdict } from '@gardner/core'

/** What there is of a critical load whose search was ended before anything was found: nothing. */
export const unfound = <Q extends OrderParameters>(
  name: 'capacity' | 'instability',
  machine: Machine,
  ansatz: Ansatz<Q>,
  verdict: Verdict,
): Threshold<Q> => ({
  name,
  problem: machine,
  ansatz: ansatz.name,
  value: Number.NaN,
  error: Number.NaN,
  verdict,
  residual: Number.POSITIVE_INFINITY,
  at: {} as Q,
  errors: {},
  branch: 'not found yet',
  evaluations: 0,
  routes: {},
  reason: `the run ended before it was known where the ${name} is`,
})
