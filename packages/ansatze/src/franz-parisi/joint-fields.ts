import type { Constraint, Crossover } from '@gardner/core'
import type { Rule, RuleBuffer } from '@gardner/numerics'
import { essential, gradedRule, type SpreadCrossover } from './graded-rule.js'
import { LawBuffer } from './law-buffer.js'
import type { FieldCovariance } from './overlaps.js'

/**
 * The law of the field h of a pattern on a solution, given that the reference meets its constraint there. With
 * Σ² = Var[h|z], δ = Cov[h, √ṽ u], ṽ = C₁ − C(q̃),
 *
 *     P(z, h) = Dz N(h; m z, Σ²) e^{f(μ; τ²) − f(√C(q̃) z; ṽ)},     μ = √C(q̃) z + B (h − m z),   B = δ/Σ²,   τ² = ṽ − δ²/Σ².
 *
 * f(μ; τ²) is the evidence of the reference's stability given z and h: it serves any constraint.
 */
export interface JointFields {
  readonly length: number
  /** h */
  readonly nodes: Float64Array
  /** P(h) dh, which sum to 1 */
  readonly weights: Float64Array
  /** P(h) dh E[f̃'(z) | h], f̃' the score of the reference at √C(q̃) z */
  readonly references: Float64Array
  /** P(h) dh E[f'(μ; τ²) | h], if asked for. */
  readonly pulls: Float64Array
  /** C₁ − C(q) */
  readonly variance: number
}

/** What else is asked of a law. */
export interface LawOptions {
  /** Crossovers in h to resolve beside those of the constraint. */
  readonly crossovers?: readonly Crossover[]
  readonly pulls?: boolean
}

/** What is below this exponent of the integrand leaves nothing in a double. */
const DEEPEST = 44
/** Far below that, nodes are looked at one in so many: a peak that matters spans more of them. */
const FAR_BELOW = 64
const STRIDE = 4
/** Standard deviations of h given z that are looked at. */
const REACH = 9
/** |z| up to which crossovers are followed as they move with z: beyond, the weight is 1e-15. */
const FOLLOWED = 8
/** Var[h|z] below this share of Var h, and of the crossovers: h is no coordinate of its own but goes with z. */
const TIGHT = 0.06
/** The correlation of h and the reference, given z, from where a lattice in μ serves. */
const CORRELATED = 0.6
/** By how many times a lattice in h must be longer for one in μ, on which f is dearer, to be taken. */
const DEARER = 3

/** Makes the law of the fields, with every integral by the rule of this step. A law holds until the next is made. */
export function jointFields(constraint: Constraint, step: number) {
  const room = new LawBuffer()
  return (covariance: FieldCovariance, options: LawOptions = {}): JointFields => {
    const fields = new Fields(constraint, covariance, [
      ...constraint.crossovers(covariance.spread),
      ...(options.crossovers ?? []),
    ])
    const outer = ruleInZ(constraint, fields, step, room.outer)
    const coordinate = coordinateOf(fields)
    const pulls = options.pulls === true
    return coordinate === 'field'
      ? sweepField(constraint, fields, outer, step, pulls, room)
      : sweepOther(constraint, fields, outer, coordinate, step, pulls, room)
  }
}

/** The numbers of the law that do not depend on z and h. */
class Fields {
  /** √C(q̃) */
  readonly root: number
  /** Σ */
  readonly sigma: number
  /** τ² */
  readonly tau2: number
  /** B, and √C(q̃) − m B: μ is the first times h and the second times z. */
  readonly perH: number
  readonly perZ: number
  /** Of the evidence of the reference, in μ. */
  readonly edges: readonly Crossover[]

  constructor(
    constraint: Constraint,
    readonly c: FieldCovariance,
    /** Of f, in h. */
    readonly crossovers: readonly Crossover[],
  ) {
    this.root = Math.sqrt(c.reference)
    this.sigma = Math.sqrt(c.variance)
    this.tau2 = (c.spreadOfReference * c.rest) / c.variance
    this.perH = c.coupling / c.variance
    this.perZ = this.root - c.slope * this.perH
    this.edges = constraint.crossovers(this.tau2)
  }

  /** How far from m z, in units of Σ, h may lie below and above: there, and where the reference meets its constraint. */
  reach(z: number): readonly [number, number] {
    const perY = this.c.coupling / (this.sigma * this.c.spreadOfReference)
    let [low, high] = [0, 0]
    for (const { center } of this.edges) {
      const pressed = perY * (center - this.root * z)
      low = Math.min(low, pressed)
      high = Math.max(high, pressed)
    }
    return [low - REACH, high + REACH]
  }
}

/** On what a lattice is laid for all z: h, the mean μ of the reference's stability, or (h − m z)/Σ. */
type Coordinate = 'field' | 'mean' | 'deviation'

function coordinateOf({ c, crossovers, edges, sigma, tau2, perH, perZ }: Fields): Coordinate {
  const narrowest = (list: readonly Crossover[]) => list.reduce((least, { width }) => Math.min(least, width), Infinity)
  const correlation = Math.sqrt(1 - tau2 / c.spreadOfReference)
  const [inField, inMean] = [narrowest(crossovers), narrowest(edges)]
  if (sigma < inField && c.variance < TIGHT * (c.variance + c.slope * c.slope)) {
    return correlation > CORRELATED ? 'mean' : 'deviation'
  }
  if (!(correlation > CORRELATED)) return 'field'
  // nodes that it takes to follow the crossovers of the other coordinate as they move with z
  const moved = FOLLOWED * Math.abs(perZ)
  return moved / inMean > DEARER * (1 + moved / (Math.abs(perH) * inField)) ? 'mean' : 'field'
}

/** The rule in z: the crossovers of the reference's evidence, and those of f once it is averaged over h. */
function ruleInZ(constraint: Constraint, { c, crossovers, root }: Fields, step: number, buffer: RuleBuffer) {
  const found: SpreadCrossover[] = []
  const add = (center: number, width: number, slope: number) => {
    if (slope !== 0) found.push({ center: center / slope, width: width / Math.abs(slope), spread: 0 })
  }
  for (const { center, width } of constraint.crossovers(c.spreadOfReference)) add(center, width, root)
  // where references keep away from their constraint h is Gaussian given z; where they press on it, it follows their mean
  const pressed = c.slope - (c.coupling * root) / c.spreadOfReference
  for (const { center, width } of crossovers) {
    add(center, Math.sqrt(width * width + c.variance), c.slope)
    add(center * (1 - c.coupling / c.spreadOfReference), Math.sqrt(width * width + c.rest), pressed)
  }
  return gradedRule(essential(found), -REACH, REACH, 1, step, buffer)
}

/** On one lattice in h for all z: f and its derivatives are wanted once at every node of it. */
function sweepField(
  constraint: Constraint,
  fields: Fields,
  outer: Rule,
  step: number,
  withPulls: boolean,
  room: LawBuffer,
): JointFields {
  const { c, root, sigma, tau2, perH, perZ } = fields
  const resolved: SpreadCrossover[] = fields.crossovers.map(({ center, width }) => ({ center, width, spread: 0 }))
  for (const { center, width } of fields.edges) {
    if (perH === 0) continue
    resolved.push({ center: center / perH, width: width / Math.abs(perH), spread: Math.abs((FOLLOWED * perZ) / perH) })
  }
  const ends = [-REACH, REACH].flatMap((z) => fields.reach(z).map((y) => c.slope * z + sigma * y))
  const inner = gradedRule(resolved, Math.min(...ends), Math.max(...ends), sigma, step, room.inner)
  const { length, nodes } = inner
  room.ensure(length)
  const { weights, references, pulls } = room
  weights.fill(0, 0, length)
  references.fill(0, 0, length)
  pulls.fill(0, 0, length)
  const inverse = 0.5 / c.variance
  let first = 0
  for (let i = 0; i < outer.length; i++) {
    const z = outer.nodes[i]
    const field = root * z
    const evidence = constraint.logEvidence(field, c.spreadOfReference)
    const allowance = DEEPEST - 0.5 * z * z - evidence
    if (!(allowance > 0)) continue
    const score = constraint.score(field, c.spreadOfReference)
    const weight = outer.weights[i] / (2 * Math.PI * sigma)
    const above = 0.5 * z * z + evidence
    const mean = c.slope * z
    // no exponent is above that of the Gaussian of h
    const half = Math.sqrt(2 * allowance)
    const [low, high] = fields.reach(z)
    const to = mean + sigma * Math.min(high, half)
    first = startOf(nodes, length, mean + sigma * Math.max(low, -half), first)
    let skipped = 0
    for (let j = first; j < length && nodes[j] <= to; j++) {
      const x = nodes[j] - mean
      const mu = field + perH * x
      const exponent = constraint.logEvidence(mu, tau2) - above - inverse * x * x
      if (exponent < -DEEPEST) {
        if (exponent < -FAR_BELOW) j += skipped = STRIDE - 1
        continue
      }
      if (skipped > 0) {
        j -= skipped + 1
        skipped = 0
        continue
      }
      const share = weight * Math.exp(exponent)
      weights[j] += share
      references[j] += share * score
      if (withPulls) pulls[j] += share * constraint.score(mu, tau2)
    }
  }
  for (let j = 0; j < length; j++) {
    weights[j] *= inner.weights[j]
    references[j] *= inner.weights[j]
    pulls[j] *= inner.weights[j]
  }
  return { length, nodes, weights, references, pulls, variance: c.spread }
}

/** The first node at or beyond `from`, looked for from where the last one was. */
function startOf(nodes: Float64Array, length: number, from: number, last: number): number {
  let j = Math.min(last, length - 1)
  while (j > 0 && nodes[j - 1] >= from) j--
  while (j < length && nodes[j] < from) j++
  return j
}

/** On one lattice in another coordinate: every pair of nodes makes a field of its own. */
function sweepOther(
  constraint: Constraint,
  fields: Fields,
  outer: Rule,
  coordinate: Coordinate,
  step: number,
  withPulls: boolean,
  room: LawBuffer,
): JointFields {
  const { c, root, sigma, tau2, perZ, perH } = fields
  const perY = c.coupling / sigma
  // the coordinate is `center` z + `scale` y with y = (h − m z)/Σ
  const [center, scale] = coordinate === 'mean' ? [root, perY] : [0, 1]
  const ends = [-REACH, REACH].flatMap((z) => fields.reach(z).map((y) => center * z + scale * y))
  const resolved: SpreadCrossover[] = []
  if (coordinate === 'mean') {
    for (const crossover of fields.edges) resolved.push({ ...crossover, spread: 0 })
    for (const crossover of fields.crossovers) {
      resolved.push({
        center: perH * crossover.center,
        width: Math.abs(perH) * crossover.width,
        spread: FOLLOWED * Math.abs(perZ),
      })
    }
  }
  const inner = gradedRule(resolved, Math.min(...ends), Math.max(...ends), Math.abs(scale), step, room.inner)
  const perNode = 1 / (2 * Math.PI * Math.abs(scale))
  const shared = coordinate === 'mean'
  if (shared) {
    if (room.evidences.length < inner.length) room.evidences = new Float64Array(2 * inner.length)
    for (let j = 0; j < inner.length; j++) room.evidences[j] = constraint.logEvidence(inner.nodes[j], tau2)
  }
  const { evidences } = room
  let length = 0
  let first = 0
  for (let i = 0; i < outer.length; i++) {
    const z = outer.nodes[i]
    const field = root * z
    const evidence = constraint.logEvidence(field, c.spreadOfReference)
    const allowance = DEEPEST - 0.5 * z * z - evidence
    if (!(allowance > 0)) continue
    const score = constraint.score(field, c.spreadOfReference)
    const weight = outer.weights[i] * perNode
    const above = 0.5 * z * z + evidence
    const half = Math.sqrt(2 * allowance)
    const [low, high] = fields.reach(z)
    const [least, most] = [Math.max(low, -half), Math.min(high, half)]
    const [one, other] = [center * z + scale * least, center * z + scale * most]
    const to = Math.max(one, other)
    first = startOf(inner.nodes, inner.length, Math.min(one, other), first)
    room.ensure(length + inner.length)
    const { nodes, weights, references, pulls } = room
    for (let j = first; j < inner.length && inner.nodes[j] <= to; j++) {
      const y = (inner.nodes[j] - center * z) / scale
      const mu = field + perY * y
      const exponent = (shared ? evidences[j] : constraint.logEvidence(mu, tau2)) - above - 0.5 * y * y
      if (exponent < -DEEPEST) continue
      const share = weight * inner.weights[j] * Math.exp(exponent)
      nodes[length] = c.slope * z + sigma * y
      weights[length] = share
      references[length] = share * score
      pulls[length] = withPulls ? share * constraint.score(mu, tau2) : 0
      length++
    }
  }
  const { nodes, weights, references, pulls } = room
  return { length, nodes, weights, references, pulls, variance: c.spread }
}
