import type { Estimate } from '@gardner/core'
import type { ClusterTransitions } from './transitions.js'

/** The transitions in a sentence. */
export function describe({ kind, instability, birth, dynamical, kauzmann }: ClusterTransitions): string {
  const at = ({ value, error }: Estimate) => digitsOf(value, error)
  const condense =
    kauzmann === undefined ? 'their complexity does not vanish' : `condensed from alpha_K = ${at(kauzmann)}`
  const clusters = dynamical === undefined ? '' : `clusters at m = 1 from alpha_d = ${at(dynamical)}, ${condense}`
  const born = birth === undefined ? '' : `one step is born at α = ${at(instability)} with m = ${at(birth)}`
  if (kind === 'discontinuous')
    return `discontinuous: ${clusters}${birth !== undefined && birth.value < 1 ? `; another ${born}` : ''}`
  if (kind === 'continuous') return `continuous: ${born}${clusters === '' ? '' : `; at a distance ${clusters}`}`
  if (kind === 'frozen')
    return 'frozen: the clusters of discrete weights are single solutions, from where the entropy vanishes'
  return 'no clusters were found where the replica-symmetric solution is stable'
}

/** To the digits that the error leaves, ten at the most. */
const digitsOf = (value: number, error: number): string =>
  value === 0
    ? '0'
    : value.toPrecision(Math.max(3, Math.min(10, Math.floor(Math.log10(Math.abs(value) / Math.max(error, 1e-300))))))
