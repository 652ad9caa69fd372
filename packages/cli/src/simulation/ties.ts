import type { Instance } from '@gardner/core'
import { digits } from '@gardner/results'

/** `17 of 80 patterns have an output of exactly 0, which counts as stored`; nothing where there are none. */
export function tiesNotes({ problem, patterns, ties }: Instance, tied: number, where = ''): string[] {
  return tied === 0
    ? []
    : [`${rounded(tied)} of ${patterns.count} patterns have ${exactly(problem)}${where}, which ${countsAs(ties)}`]
}

/** An output of the size of κ, on the side of the label. */
export const exactly = ({ constraint }: Instance['problem']): string => {
  const kappa = constraint.parameters.margin
  return kappa === 0 ? 'an output of exactly 0' : `a stability of exactly κ = ${digits(kappa)}`
}

export const countsAs = (ties: Instance['ties']): string =>
  ties === 'errors' ? 'counts as an error (--ties errors)' : 'counts as stored (--ties stored)'

const rounded = (mean: number): string => digits(Number(mean.toPrecision(3)))
