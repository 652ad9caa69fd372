import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

export interface StabilityOptions extends FigureOptions {
  /** Panels have axes of their own. */
  readonly apart?: boolean
  /** κ: stored patterns have stabilities above it. */
  readonly margin?: number
}

/** The density of the stabilities of the patterns: points (Δ, P(Δ)), of theory as lines, of finite machines as steps. */
export const stabilityDistribution = (
  series: readonly Series[],
  { margin, apart = false, rules = [], ...options }: StabilityOptions = {},
): Figure => {
  // densities of theory begin at κ; above a plot of several stands its name
  const above = series.every?.(({ panel }) => panel === undefined) ?? false
  return figureOf(
    {
      name: 'stabilities',
      title: 'Stabilities of the patterns',
      caption:
        'Density P(Δ) of the stability Δ = σΔ̂ of a pattern, in units of the output Δ̂, whose variance is C(1); a pattern is stored where Δ > κ, and at Δ = κ where ties are stored.',
      description: 'Density of the stabilities of the patterns.',
      x: { name: 'stability', title: 'stability Δ' },
      y: { name: 'density', title: 'P(Δ)', from: 0 },
      ...(apart ? { apart } : {}),
      groups: 'machine',
      kinds: 'solutions',
    },
    series,
    { ...options, rules: [...rules, ...(margin === undefined ? [] : [{ x: margin, label: 'κ', above }])] },
  )
}
