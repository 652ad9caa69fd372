import { isAnswer } from '@gardner/core'
import type { Load } from '@gardner/results'
import { type Agreement, agreementOf, type Published } from './agreement.js'
import type { Line } from './line.js'
import type { Outcome } from './parts.js'

/** A critical load that was found, or why there is none, beside what was published. */
export interface CriticalLoad {
  readonly quantity: 'capacity' | 'instability'
  readonly activation: string
  readonly weights: string
  readonly ansatz: string
  /** NaN where it was not found, Infinity where there is none. */
  readonly load: Load
  readonly published?: Agreement
}

/** What was found of lines that ask for capacities and instabilities; nothing of those that were ended. */
export const criticalLoads = (
  published: readonly Published[],
  lines: readonly Line[],
  outcomes: readonly Outcome[],
): readonly CriticalLoad[] =>
  lines.flatMap(({ command, options: { activation, weights, ansatz } }, i): CriticalLoad[] => {
    const outcome = outcomes[i]
    if (outcome === undefined || (command !== 'capacity' && command !== 'instability')) return []
    const asked = { quantity: command, activation, weights, ansatz }
    const load = loadOf(outcome)
    const agreement = agreementOf(published, asked, load)
    return [{ ...asked, load, ...(agreement === undefined ? {} : { published: agreement }) }]
  })

function loadOf(outcome: Exclude<Outcome, undefined>): Load {
  if (outcome.kind === 'failed') return { value: Number.NaN, error: Number.NaN, reason: outcome.reason }
  const { value, error, reason } = outcome.records[0] as { value?: number; error?: number; reason?: string }
  if (!isAnswer(outcome.verdict)) {
    return { value: Number.NaN, error: Number.NaN, reason: `${outcome.verdict}: ${reason}` }
  }
  return {
    value: value ?? Number.POSITIVE_INFINITY,
    error: error ?? 0,
    ...(reason === undefined ? {} : { reason }),
  }
}
