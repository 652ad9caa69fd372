import type { Edge, Term } from './term.js'

/** |u| up to which a formula is looked at: beyond, the Gaussian weight is below 1e-31. */
export const WINDOW = 12
/** Between these changes are looked for; they stand off the round numbers. */
const SPACING = 1 / 256
const points = Float64Array.from({ length: (2 * WINDOW) / SPACING + 2 }, (_, i) =>
  Math.min(WINDOW, -WINDOW + Math.max(0, i - 0.3719) * SPACING),
)
/** A formula with more changes than these is noise. */
const MOST_CHANGES = 2000
/** Between two changes nearer than this nothing is looked for. */
const NARROWEST = 1e-10
/** An edge that is nowhere settled is searched no longer. */
const MOST_SPLITS = 4000
/** Two changes nearer than this, relatively, are one. */
const SAME = 1e-14
/** Nothing that counts in the window lies nearer to 0. */
const NOTHING = 1e-14
/** Where two sides are compared, from the kink. */
const PROBES = [-1.1, -0.37, -0.05, 0.05, 0.37, 1.1]

/** A place where a formula may change, known to lie between two numbers. */
export interface Change {
  readonly at: number
  readonly kind: Edge['kind']
}

/** All changes in the window in order, or undefined where there is no end of them. */
export function changesOf(edges: readonly Edge[]): readonly Change[] | undefined {
  const found: (Change & { readonly from: number; readonly to: number })[] = []
  for (const edge of edges) {
    for (const [from, to] of transitions(edge)) {
      if (found.length > MOST_CHANGES) return undefined
      found.push({ from, to, at: roundest(from, to), kind: edge.kind })
    }
  }
  found.sort((a, b) => a.from - b.from)
  const merged: (typeof found)[number][] = []
  for (const next of found) {
    const last = merged[merged.length - 1]
    if (last === undefined || next.from - last.to > SAME * (1 + Math.abs(last.to))) {
      merged.push(next)
      continue
    }
    const to = Math.max(last.to, next.to)
    const kind =
      [last.kind, next.kind].find((one) => one === 'pole') ?? (last.kind === next.kind ? last.kind : 'branch')
    merged[merged.length - 1] = { from: last.from, to, at: roundest(last.from, to), kind }
  }
  return merged
}

/** The changes that are kinks: not those where the two sides are the same function, to the digits that count beside `norm`. */
export function kinksOf(term: Term, changes: readonly Change[], norm: number): readonly number[] {
  const places = changes.filter(({ at }) => Math.abs(at) < WINDOW)
  return places
    .filter(({ at, kind }, i) => {
      if (kind !== 'switch') return true
      const left = 0.5 * ((places[i - 1]?.at ?? -WINDOW) + at)
      const right = 0.5 * (at + (places[i + 1]?.at ?? WINDOW))
      // a value of its own, such as that of sign(x)^2 at 0, must not be met by a quadrature either
      if (differ(term.value(at), term.held(at, left), norm)) return true
      return PROBES.some((shift) => differ(term.held(at + shift, left), term.held(at + shift, right), norm))
    })
    .map(({ at }) => at)
}

function differ(one: number, other: number, norm: number): boolean {
  if (Number.isNaN(one) && Number.isNaN(other)) return false
  return !(Math.abs(one - other) <= 1e-13 * Math.max(norm, Math.abs(one), Math.abs(other)))
}

/** The pairs of neighbouring numbers between which the side of an edge changes. */
function* transitions(edge: Edge): Generator<readonly [number, number]> {
  const { side, difference, kind } = edge
  const room = { left: MOST_SPLITS }
  const sideAt = atPoints(side)
  const differenceAt = difference === undefined ? undefined : atPoints(difference)
  let before = 0
  for (const i of unsettled(edge, sideAt, 0, points.length - 1)) {
    yield* within(edge, points[i - 1], points[i], room)
    if (difference === undefined || differenceAt === undefined) continue
    // two changes between two points, or none: the difference comes nearest to 0 at the middle one of three
    for (const middle of before === i - 1 ? [i] : [i - 1, i]) {
      if (middle < 1 || middle + 1 >= points.length) continue
      const sign = sideAt(middle)
      if (sign === 0 || sideAt(middle - 1) !== sign || sideAt(middle + 1) !== sign) continue
      const [left, here, right] = [middle - 1, middle, middle + 1].map((k) => sign * differenceAt(k))
      if (!(here < left && here <= right)) continue
      const lowest = minimum((u) => sign * difference(u), points[middle - 1], points[middle + 1])
      if (side(lowest) !== sign) {
        yield* between(side, points[middle - 1], lowest)
        yield* between(side, lowest, points[middle + 1])
      } else if (kind !== 'switch' && sign * difference(lowest) <= 1e-13 * Math.max(left, right)) {
        yield [lowest, lowest]
      }
    }
    before = i
  }
}

/** A function at the points, each asked once. */
function atPoints(f: (u: number) => number): (i: number) => number {
  const values: number[] = []
  return (i) => {
    values[i] ??= f(points[i])
    return values[i]
  }
}

/** The points before which an edge may change, in order: stretches that are known to be settled are passed over whole. */
function* unsettled(edge: Edge, sideAt: (i: number) => number, from: number, to: number): Generator<number> {
  const middle = 0.5 * (points[from] + points[to])
  if (sideAt(from) === sideAt(to) && edge.settled(middle, points[to] - middle)) return
  if (to - from === 1) {
    yield to
    return
  }
  const half = (from + to) >> 1
  yield* unsettled(edge, sideAt, from, half)
  yield* unsettled(edge, sideAt, half, to)
}

/** What changes between two numbers: halved until each part is known to be settled, or too narrow to matter. */
function* within(edge: Edge, from: number, to: number, room: { left: number }): Generator<readonly [number, number]> {
  const { side, settled } = edge
  const [start, end] = [side(from), side(to)]
  const middle = 0.5 * (from + to)
  if (start === end && settled(middle, to - middle)) return
  const same = start === end && start === 0 && side(middle) === 0
  if (to - from < NARROWEST || same || room.left-- <= 0) {
    if (start !== end) yield* between(side, from, to)
    return
  }
  yield* within(edge, from, middle, room)
  yield* within(edge, middle, to, room)
}

function* between(side: (u: number) => number, from: number, to: number): Generator<readonly [number, number]> {
  const end = side(to)
  let a = from
  for (let start = side(a); start !== end; start = side(a)) {
    if (Number.isNaN(start) || Number.isNaN(end)) return
    let b = to
    for (;;) {
      const middle = 0.5 * (a + b)
      if (middle <= a || middle >= b) break
      if (side(middle) === start) a = middle
      else b = middle
    }
    yield [a, b]
    a = b
  }
}

/** Where a function is smallest, by golden sections. */
function minimum(f: (u: number) => number, from: number, to: number): number {
  const golden = 0.5 * (Math.sqrt(5) - 1)
  let [a, b] = [from, to]
  let [left, right] = [b - golden * (b - a), a + golden * (b - a)]
  let [atLeft, atRight] = [f(left), f(right)]
  for (let i = 0; i < 80 && b - a > 0; i++) {
    if (atLeft < atRight) {
      ;[b, right, atRight] = [right, left, atLeft]
      left = b - golden * (b - a)
      atLeft = f(left)
    } else {
      ;[a, left, atLeft] = [left, right, atRight]
      right = a + golden * (b - a)
      atRight = f(right)
    }
  }
  return roundest(a, b)
}

/** The number of fewest digits in [a, b]. */
function roundest(a: number, b: number): number {
  if (Math.max(Math.abs(a), Math.abs(b)) < NOTHING) return 0
  const middle = 0.5 * (a + b)
  for (let digits = 1; digits <= 17; digits++) {
    const rounded = Number(middle.toPrecision(digits))
    if (rounded >= a && rounded <= b) return rounded
  }
  return middle
}
