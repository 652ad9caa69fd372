import {
  type Ansatz,
  checkMachine,
  crossing,
  drive,
  driveSearch,
  finite,
  type Iteration,
  inPieces,
  invalid,
  type Machine,
  type SaddleState,
  type Search,
  type Threshold,
} from '@gardner/core'
import { type LargeDeviation, TYPICAL } from './order-parameters.js'
import { slopeInDistance } from './quantities.js'

/** The load at which F(d) ceases to rise at a distance; Infinity where it rises up to typical solutions. */
export interface FlatLoad {
  readonly logDistance: number
  readonly load: number
  readonly error: number
  /** Why there is no such load, where not because typical solutions are reached. */
  readonly failure: string | null
}

/** Where the search stands: plain data. */
export interface BreakUpState {
  readonly scan: readonly FlatLoad[]
  /** The points of the present zoom, and those that follow. */
  readonly stencil: readonly FlatLoad[]
  readonly center: number | null
  readonly zoom: number
  /** By how much the last zoom moved the minimum. */
  readonly moved: number
  readonly ended: 'converged' | 'absent' | 'stalled' | null
  readonly reason: string | null
}

const SCANNED = 12
/** Spacings of the five points of each zoom, in log d. */
const ZOOMS = [0.1, 0.02]
/** The order in which a stencil is visited. */
const STENCIL = [0, -1, 1, -2, 2]
/** Times that a zoom may move its centre. */
const WANDERING = 12

/**
 * The search for the load at which a dense region breaks up, with the ansatz at each distance.
 *
 * @param distances the smallest and the largest distance at which F(d) is looked at
 * @throws INVALID_OPTION for y ≤ 1, and distances that are none
 */
export function breakUpOf(
  machine: Machine,
  replicas: number,
  ansatzAt: (distance: number) => Ansatz<LargeDeviation>,
  distances: readonly [number, number] = [0.005, 0.2],
): Iteration<BreakUpState, Threshold<LargeDeviation>> {
  checkMachine(machine)
  if (typeof replicas !== 'number' || !(replicas > 1)) {
    throw invalid(
      'replicas of breakUp',
      replicas,
      'a number above 1, or Infinity: one replica has no distance to others',
    )
  }
  const [smallest, largest] = rangeOf(distances)
  const span = Math.log(largest / smallest)

  const crossingAt = (logDistance: number) =>
    crossing(machine, ansatzAt(Math.exp(logDistance)), {
      name: 'break-up',
      condition: (state: SaddleState<LargeDeviation>) => slopeInDistance.of(state),
      branchOf: Number.POSITIVE_INFINITY,
    })

  const flatLoadAt = function* (logDistance: number): Search<FlatLoad> {
    const { result, state } = yield* driveSearch(crossingAt(logDistance))
    const at = { logDistance, load: Number.POSITIVE_INFINITY, error: 0 }
    if (result.verdict !== 'converged') {
      return { ...at, failure: state.reason === TYPICAL ? null : (result.reason ?? 'no crossing was found') }
    }
    // beyond a fold the load is smaller than at it, and the solution there another one
    if (state.fold !== null) return { ...at, failure: `the branch folds at α = ${state.fold.toPrecision(6)}` }
    return { logDistance, load: result.value, error: result.error, failure: null }
  }

  const scanned = function* (state: BreakUpState): Search<BreakUpState> {
    const scan = [...state.scan, yield* flatLoadAt(Math.log(largest) - (span * state.scan.length) / (SCANNED - 1))]
    if (scan.length < SCANNED) return { ...state, scan }
    const best = smallestOf(scan)
    const failed = scan.find(({ failure }) => failure !== null)
    if (failed !== undefined) {
      return stalled({ ...state, scan }, `at d = ${distanceOf(failed)}: ${failed.failure}`)
    }
    if (scan[best].load === Number.POSITIVE_INFINITY) {
      const reason = `F(d) rises up to typical solutions at every load, for d from ${smallest} to ${largest}`
      return { ...state, scan, ended: 'absent', reason }
    }
    const [above, below] = [scan[best - 1], scan[best + 1]]
    if (above === undefined || below === undefined || above.load === Number.POSITIVE_INFINITY) {
      const where =
        above === undefined || below === undefined
          ? 'an end of the range'
          : 'the last before F(d) rises up to typical solutions'
      return stalled(
        { ...state, scan },
        `the load at which F(d) ceases to rise is smallest, ${scan[best].load.toPrecision(4)}, at d = ${distanceOf(scan[best])}, ${where}: there is no local minimum`,
      )
    }
    // the vertex of the parabola through the three
    const half = 0.5 * (above.logDistance - below.logDistance)
    const bend = above.load - 2 * scan[best].load + below.load
    const center = scan[best].logDistance - (0.5 * half * (above.load - below.load)) / bend
    return { ...state, scan, center }
  }

  const zoomed = function* (state: BreakUpState): Search<BreakUpState> {
    const spacing = ZOOMS[state.zoom]
    const center = state.center as number
    const next = yield* flatLoadAt(center + spacing * STENCIL[state.stencil.length])
    const stencil = [...state.stencil, next]
    if (next.failure !== null || next.load === Number.POSITIVE_INFINITY) {
      return stalled(
        { ...state, stencil },
        `at d = ${distanceOf(next)}: ${next.failure ?? 'F(d) rises up to typical solutions'}, next to the minimum`,
      )
    }
    if (stencil.length < STENCIL.length) return { ...state, stencil }
    const { vertex } = quartic(stencil, spacing)
    const inside = Math.abs(vertex) < spacing
    if (!inside && state.scan.length > SCANNED + WANDERING)
      return stalled({ ...state, stencil }, 'the minimum was not found')
    const by = inside ? vertex : spacing * Math.sign(vertex)
    const moved = { ...state, center: center + by, moved: by }
    // the point of the scan list counts the moves that a zoom took
    if (!inside) return { ...moved, stencil: [], scan: [...state.scan, stencil[0]] }
    if (state.zoom < ZOOMS.length - 1) return { ...moved, stencil: [], zoom: state.zoom + 1 }
    return { ...moved, stencil, ended: 'converged' }
  }

  const step = function* (state: BreakUpState): Search<BreakUpState> {
    if (state.ended !== null) return state
    return yield* state.center === null ? scanned(state) : zoomed(state)
  }

  return {
    name: 'large-deviation break-up',
    init: () => ({ scan: [], stencil: [], center: null, zoom: 0, moved: 0, ended: null, reason: null }),
    step: inPieces(step),
    residual: ({ zoom, moved }) => (zoom === 0 ? Number.POSITIVE_INFINITY : Math.abs(moved)),
    verdict: ({ ended }) => ended ?? undefined,
    result: (state, verdict) => {
      const found = verdict === 'converged' ? drive(crossingAt(state.center as number)).result : undefined
      if (found === undefined) {
        return {
          name: 'break-up',
          problem: machine,
          ansatz: 'large-deviation',
          verdict,
          value: Number.POSITIVE_INFINITY,
          error: verdict === 'absent' ? 0 : Number.POSITIVE_INFINITY,
          at: {} as LargeDeviation,
          errors: {},
          branch: 'none',
          evaluations: 0,
          routes: {},
          reason: state.reason ?? `the search was ended (${verdict}) before the minimum was found`,
        }
      }
      const { bend } = quartic(state.stencil, ZOOMS[state.zoom])
      // fourth-order differences: a fifth of the spacing leaves 1/625 of what the last zoom but one missed
      const missed = 0.01 * Math.abs(state.moved)
      const distance = found.at.distance * missed
      return {
        ...found,
        error: found.error + bend * missed * missed,
        errors: { ...found.errors, distance, q1: 2 * distance },
      }
    },
  }
}

function rangeOf(distances: unknown): readonly [number, number] {
  if (!Array.isArray(distances) || distances.length !== 2) {
    throw invalid('distances of breakUp', distances, 'the smallest and the largest, such as [0.005, 0.2]')
  }
  const [smallest, largest] = distances.map((distance) => finite('distance of breakUp', distance))
  if (!(0 < smallest && smallest < largest && largest < 0.5)) {
    throw invalid('distances of breakUp', distances, 'two numbers in ascending order, above 0 and below 0.5')
  }
  return [smallest, largest]
}

const stalled = (state: BreakUpState, reason: string): BreakUpState => ({ ...state, ended: 'stalled', reason })

const distanceOf = ({ logDistance }: FlatLoad): string => Math.exp(logDistance).toPrecision(3)

function smallestOf(points: readonly FlatLoad[]): number {
  let best = 0
  for (let k = 1; k < points.length; k++) if (points[k].load < points[best].load) best = k
  return best
}

/** The vertex of the quartic through five points, measured from the middle one, and its second derivative there. */
function quartic(stencil: readonly FlatLoad[], h: number): { readonly vertex: number; readonly bend: number } {
  const [f0, left, right, farLeft, farRight] = stencil.map(({ load }) => load)
  const slope = (farLeft - 8 * left + 8 * right - farRight) / (12 * h)
  const bend = (-farLeft + 16 * left - 30 * f0 + 16 * right - farRight) / (12 * h * h)
  const third = (-farLeft + 2 * left - 2 * right + farRight) / (2 * h ** 3)
  const fourth = (farLeft - 4 * left + 6 * f0 - 4 * right + farRight) / h ** 4
  let vertex = -slope / bend
  for (let newton = 0; newton < 20; newton++) {
    const value = slope + vertex * (bend + vertex * (third / 2 + (vertex * fourth) / 6))
    vertex -= value / (bend + vertex * (third + (vertex * fourth) / 2))
  }
  // a stencil that does not bend upwards says only where it falls
  return bend > 0 && Math.abs(vertex) < 3 * h
    ? { vertex, bend }
    : { vertex: -3 * h * Math.sign(slope), bend: Math.abs(bend) }
}
