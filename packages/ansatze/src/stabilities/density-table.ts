import { callable, type Estimate, finite, type Iteration, invalid, onlyKeys, positive } from '@gardner/core'
import { legendreRule, missingPlaces } from '@gardner/numerics'
import { type Density, peak, type Sample } from './peak.js'

/** What is asked of a density. */
export interface DensityPlan {
  /** Where its values are wanted. */
  readonly at: readonly number[]
  /** They are the first: between them it is asked for as well, wherever it bends. */
  readonly refined?: boolean
  /** Where it may jump or change fast. */
  readonly edges: readonly number[]
  /** Farther than this from the edges and from 0 there is nothing of it. */
  readonly reach: number
}

/** A density in numbers. */
export interface DensityTable {
  /** Where the values are of, in order. */
  readonly at: readonly number[]
  readonly values: readonly Estimate[]
  /** ∫ P, by quadrature. */
  readonly integral?: Estimate
  /** Where P is largest. */
  readonly mode?: Estimate
}

export interface DensityState {
  /** The first `count` are those of this state; later states append to the same list. */
  readonly values: readonly Estimate[]
  readonly count: number
  /** What the values are of, and whether more may be wanted between. */
  readonly at: readonly number[]
  readonly refined: boolean
  /** What is left to integrate over. */
  readonly panels: readonly Panel[]
  readonly integral: Estimate
  /** The arguments of the integral and the edges with their values, in no order. */
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

/**
 * A density in numbers: its values where they are wanted, ∫P, which should be 1, by Gauss–Legendre rules on panels that narrow towards the
 * edges and are halved until two rules agree, and its mode, by the Chebyshev interpolant around the largest value seen. All with errors.
 *
 * @param density the values at a list of arguments, such as those of a profile
 *
 * @example
 * const solution = solveNow(machine.at({ alpha: 0.4 }), rs)
 * const density = (at) => solution.profile(stabilities(machine), at)
 * complete(densityTable(density, { at: stabilityGrid(machine), edges: [0], reach: 10 })).result.integral // 1 ± …
 */
export function densityTable(density: Density, plan: DensityPlan): Iteration<DensityState, DensityTable> {
  checkPlan(density, plan)
  const { at, refined = false, edges, reach } = plan
  const table = (state: DensityState): DensityState => {
    const { at, values, count } = state
    const next = at.slice(count, count + CHUNK)
    // copied only if another state has appended to it: copying at every step would make long tables quadratic
    const list = (values.length === count ? values : values.slice(0, count)) as Estimate[]
    list.push(...density(next))
    const found = { ...state, values: list, count: count + next.length }
    if (!state.refined || found.count < at.length) return found
    const missing = missingPlaces([knotsOf(found)])
    return missing.length === 0 ? { ...found, refined: false } : { ...found, at: [...at, ...missing] }
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
      count: 0,
      at,
      refined,
      panels: panelsOf(edges, reach),
      integral: { value: 0, error: 0 },
      samples: density(edges).map(({ value }, i): Sample => [edges[i], value]),
      mode: null,
    }),
    step: (state) =>
      state.count < state.at.length
        ? table(state)
        : state.panels.length > 0
          ? integrate(state)
          : { ...state, mode: peak(density, edges, state.samples) },
    residual: ({ mode }) => (mode === null ? Number.POSITIVE_INFINITY : 0),
    verdict: ({ mode }) => (mode === null ? undefined : 'converged'),
    result: (state) => {
      const { values, panels, integral, mode } = state
      const order = orderOf(state)
      return {
        at: order.map((i) => state.at[i]),
        values: order.map((i) => values[i]),
        ...(panels.length === 0 ? { integral } : {}),
        ...(mode === null ? {} : { mode }),
      }
    },
  }
}

function checkPlan(density: Density, plan: DensityPlan): void {
  callable('density', density)
  onlyKeys('densityTable', plan, ['at', 'refined', 'edges', 'reach'])
  for (const name of ['at', 'edges'] as const) {
    if (!Array.isArray(plan[name])) throw invalid(name, plan[name], 'a list of finite numbers')
    for (const place of plan[name]) finite(`entry of ${name}`, place)
  }
  positive('reach', plan.reach)
}

/** The places of the values that there are, in ascending order. */
const orderOf = ({ at, count }: DensityState): readonly number[] =>
  Array.from({ length: count }, (_, i) => i).sort((i, j) => at[i] - at[j])

const knotsOf = (state: DensityState) => orderOf(state).map((i) => ({ x: state.at[i], y: state.values[i].value }))

/** Panels on both sides of each edge, each twice as wide as the one before. */
function panelsOf(edges: readonly number[], reach: number): Panel[] {
  const [lowest, highest] = [Math.min(0, ...edges) - reach, Math.max(0, ...edges) + reach]
  const widths = Array.from({ length: GRADES + 1 }, (_, j) => reach * 2 ** -j)
  const breaks = [lowest, highest, ...edges.flatMap((edge) => [edge, ...widths.flatMap((w) => [edge - w, edge + w])])]
    .filter((point) => point >= lowest && point <= highest)
    .sort((a, b) => a - b)
  return breaks.slice(1).flatMap((to, i): Panel[] => (to > breaks[i] ? [[breaks[i], to]] : []))
}

/**
 * The integral over a panel by 16 nodes; its error is the difference to 10 nodes, what the values themselves are off by, and what the
 * rounding of the nodes makes of their differences.
 */
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
  const rounding = 2 * Number.EPSILON * Math.max(Math.abs(from), Math.abs(to))
  const variation = values.slice(1).reduce((total, { value }, i) => total + Math.abs(value - values[i].value), 0)
  const off = sum(rule.weights, (i) => values[i].error, 16) + rounding * variation
  const difference = Math.abs(value - sum(coarserRule.weights, (i) => coarser[i].value, 10))
  return {
    integral: { value, error: difference + off },
    samples: values.map((entry, i): Sample => [place(rule.nodes[i]), entry.value]),
    // what the values are off by does not become less by halving, and what is not a number no number
    sure: !(difference >= Math.max(TOLERANCE, 2 * off)),
  }
}
