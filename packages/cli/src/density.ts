import { type Estimate, type Iteration, legendreRule } from '@gardner/core'
import { type Density, peak, type Sample } from './peak.js'

/** What is asked of a density. */
export interface DensityPlan {
  /** Where its values are wanted. */
  readonly at: readonly number[]
  /** Where it may jump or change fast. */
  readonly edges: readonly number[]
  /** Farther than this from the edges and from 0 there is nothing of it. */
  readonly reach: number
}

/** A density in numbers. */
export interface DensityTable {
  readonly values: readonly Estimate[]
  /** ∫ P, by quadrature. */
  readonly integral?: Estimate
  /** Where P is largest. */
  readonly mode?: Estimate
}

export interface DensityState {
  readonly values: readonly Estimate[]
  /** What is left to integrate over. */
  readonly panels: readonly Panel[]
  readonly integral: Estimate
  /** All arguments seen so far with their values, in no order. */
  readonly samples: readonly Sample[]
  readonly mode: Estimate | null
}

type Panel = readonly [from: number, to: number]

/** So many values in one step. */
const CHUNK = 8

/** The panels next to an edge are narrower than the reach by 2 to this power. */
const GRADES = 8

/** A panel that the two rules disagree on by more is halved, down to this share of the reach. */
const TOLERANCE = 1e-11
const NARROWEST = 2 ** -20

const [rule, coarserRule] = [legendreRule(16), legendreRule(10)]

/** Tabulates a density, then integrates it and looks for its largest value. */
export function tabulating(density: Density, { at, edges, reach }: DensityPlan): Iteration<DensityState, DensityTable> {
  const table = (state: DensityState): DensityState => {
    const { length } = state.values
    const next = at.slice(length, length + CHUNK)
    const values = density(next)
    return {
      ...state,
      values: [...state.values, ...values],
      samples: [...state.samples, ...next.map((x, i): Sample => [x, values[i].value])],
    }
  }

  const integrate = (state: DensityState): DensityState => {
    const [panel, ...panels] = state.panels
    const { integral, samples, sure } = over(density, panel)
    const [from, to] = panel
    if (!sure && to - from > NARROWEST * reach) {
      const middle = 0.5 * (from + to)
      return { ...state, panels: [[from, middle], [middle, to], ...panels] }
    }
    const sum = { value: state.integral.value + integral.value, error: state.integral.error + integral.error }
    return { ...state, panels, integral: sum, samples: [...state.samples, ...samples] }
  }

  return {
    name: 'density',
    init: () => ({
      values: [],
      panels: panelsOf(edges, reach),
      integral: { value: 0, error: 0 },
      samples: density(edges).map(({ value }, i): Sample => [edges[i], value]),
      mode: null,
    }),
    step: (state) =>
      state.values.length < at.length
        ? table(state)
        : state.panels.length > 0
          ? integrate(state)
          : { ...state, mode: peak(density, edges, state.samples) },
    residual: ({ mode }) => (mode === null ? Number.POSITIVE_INFINITY : 0),
    verdict: ({ mode }) => (mode === null ? undefined : 'converged'),
    result: ({ values, panels, integral, mode }) => ({
      values,
      ...(panels.length === 0 ? { integral } : {}),
      ...(mode === null ? {} : { mode }),
    }),
  }
}

/** Panels on both sides of each edge, each twice as wide as the one before. */
function panelsOf(edges: readonly number[], reach: number): Panel[] {
  const [lowest, highest] = [Math.min(0, ...edges) - reach, Math.max(0, ...edges) + reach]
  const widths = Array.from({ length: GRADES + 1 }, (_, j) => reach * 2 ** -j)
  const breaks = [lowest, highest, ...edges.flatMap((edge) => [edge, ...widths.flatMap((w) => [edge - w, edge + w])])]
    .filter((point) => point >= lowest && point <= highest)
    .sort((a, b) => a - b)
  return breaks.slice(1).flatMap((to, i): Panel[] => (to > breaks[i] ? [[breaks[i], to]] : []))
}

/** The integral over a panel by 16 nodes; its error is the difference to 10 nodes and what the values themselves are off by. */
function over(density: Density, [from, to]: Panel) {
  const half = 0.5 * (to - from)
  const place = (node: number) => 0.5 * (from + to) + half * node
  const values = density([...rule.nodes].map(place))
  const coarser = density([...coarserRule.nodes].map(place))
  const sum = (weights: ArrayLike<number>, of: (i: number) => number, count: number) => {
    let total = 0
    for (let i = 0; i < count; i++) total += weights[i] * of(i)
    return half * total
  }
  const value = sum(rule.weights, (i) => values[i].value, 16)
  const off = sum(rule.weights, (i) => values[i].error, 16)
  const difference = Math.abs(value - sum(coarserRule.weights, (i) => coarser[i].value, 10))
  return {
    integral: { value, error: difference + off },
    samples: values.map((entry, i): Sample => [place(rule.nodes[i]), entry.value]),
    // what is not a number does not become one by halving
    sure: !(difference >= TOLERANCE),
  }
}
