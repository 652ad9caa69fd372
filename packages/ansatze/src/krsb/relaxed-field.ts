import { type Constraint, marginOf } from '@gardner/core'
import { hazardExcess, legendreRule, logTail, panelBreaks } from '@gardner/numerics'
import type { Channel } from '../cascade/channel.js'

/**
 * The first step of the cascade in the limit q_k → 1, where f = −dist(h)²/(2s):
 * F(h) = (1/m) log ∫Dz e^{−m dist(h + bz)²/(2s)}, with s = C'(1), b² = C(1) − C(q_{k−1}) and m = lim m_k/(1 − q_k).
 */
export interface RelaxedField extends Channel {
  /** ∂F/∂m ≥ 0 */
  parisiSlope(h: number): number
  /** F'' */
  curvature(h: number): number
  /** ⟨θ(dist)⟩ under the tilted law: the share of patterns at the border. */
  violated(h: number): number
}

export function relaxedField(constraint: Constraint, b2: number, parisi: number, s: number): RelaxedField {
  const margin = marginOf(constraint)
  return margin === undefined ? byPanels(constraint, b2, parisi, s) : belowMargin(margin, b2, parisi, s)
}

/**
 * For dist = (κ − h)₊ in closed form, with x = κ − h and c = m b²/s:
 * e^{mF} = H(x/b) + (1 + c)^{−½} e^{−c x²/(2b²(1 + c))} H(−x/(b√(1 + c))).
 */
function belowMargin(kappa: number, b2: number, parisi: number, s: number): RelaxedField {
  const b = Math.sqrt(b2)
  const c = (parisi * b2) / s
  const wide = 1 + c
  const root = Math.sqrt(wide)
  const logRoot = 0.5 * Math.log(wide)
  /** y, log e^{mF} and the share of the second term in it, at the h asked for last. */
  const found = { h: Number.NaN, y: 0, total: 0, share: 0 }
  const terms = (h: number) => {
    if (h === found.h) return found
    const y = (kappa - h) / b
    const outside = logTail(y)
    const inside = -logRoot - (0.5 * c * y * y) / wide + logTail(-y / root)
    // log(e^outside + e^inside)
    const between = Math.exp(-Math.abs(outside - inside))
    found.h = h
    found.y = y
    found.total = Math.max(outside, inside) + Math.log1p(between)
    found.share = (inside > outside ? 1 : between) / (1 + between)
    return found
  }
  return {
    value: (h) => terms(h).total / parisi,
    score: (h) => {
      // the derivatives of the two tails leave c/(1 + c) φ(y)/b, in ratio to the second term a hazard
      const { y, share } = terms(h)
      return (share * c * hazardExcess(-y / root)) / (b * root * parisi)
    },
    parisiSlope: (h) => {
      const { y, total, share } = terms(h)
      const t = -y / root
      return (share * (b2 / s) * (-0.5 / wide) * (1 - t * hazardExcess(t)) - total / parisi) / parisi
    },
    curvature: (h) => {
      // mF' = share r with r = c e(t)/(b √(1 + c)), e(t) = φ(t)/H(t) − t, t = −y/√(1 + c), e' = e (e + t) − 1
      const { y, share } = terms(h)
      const t = -y / root
      const e = hazardExcess(t)
      const unit = 1 / (b * root)
      const rate = c * e * unit
      const change = -(c * t + e + t) * unit - share * rate
      return (share * (change * rate + c * (e * (e + t) - 1) * unit * unit)) / parisi
    },
    violated: (h) => terms(h).share,
    crossovers: [{ center: kappa, width: b }],
    stiffness: [1 / (s * wide), 0],
  }
}

/** Standard deviations beyond which a Gaussian counts for nothing. */
const REACH = 9
/** Width of the panels in standard deviations. */
const PANEL = 1.5
const rule = legendreRule(16)
/** Standard deviations from the outermost kinks to where only one side counts. */
const FAR = 10

/** log of the mean of e^{mf}; the means of f, h' − h, its square and of where f < 0 under the tilted law. */
interface Tilted {
  readonly log: number
  readonly energy: number
  readonly shift: number
  readonly square: number
  readonly violated: number
}

/** For any other distance, by Gauss–Legendre panels between its kinks. */
function byPanels(constraint: Constraint, b2: number, parisi: number, s: number): RelaxedField {
  const b = Math.sqrt(b2)
  const c = (parisi * b2) / s
  const narrow = b / Math.sqrt(1 + c)
  const kinks = constraint.crossovers(0).map(({ center }) => center)
  const distance = constraint.distance ?? (() => Number.NaN)
  const computed = (h: number): Tilted => {
    // Where f < 0 the tilt pulls towards where it is 0, over up to the whole distance, and narrows the Gaussian: what is left
    // of it lies within a few narrow widths of a kink, or its centre does.
    const far = distance(h)
    const within = far / (1 + c) + REACH * narrow
    const fine = kinks.flatMap((kink) =>
      Array.from({ length: Math.ceil(within / (PANEL * narrow)) + 1 }, (_, i) => i * PANEL * narrow).flatMap((off) => [
        kink - off,
        kink + off,
      ]),
    )
    const breaks = panelBreaks(h - far - REACH * b, h + far + REACH * b, [...kinks, ...fine], PANEL * b)
    const exponents: number[] = []
    const energies: number[] = []
    const shifts: number[] = []
    let largest = Number.NEGATIVE_INFINITY
    for (let panel = 1; panel < breaks.length; panel++) {
      const half = 0.5 * (breaks[panel] - breaks[panel - 1])
      for (let i = 0; i < rule.nodes.length; i++) {
        const shift = breaks[panel - 1] + half * (1 + rule.nodes[i]) - h
        const energy = -(distance(h + shift) ** 2) / (2 * s)
        const exponent = parisi * energy - (0.5 * shift * shift) / b2 + Math.log(half * rule.weights[i])
        energies.push(energy)
        shifts.push(shift)
        exponents.push(exponent)
        if (exponent > largest) largest = exponent
      }
    }
    let [total, energy, shift, square, violated] = [0, 0, 0, 0, 0]
    for (let i = 0; i < exponents.length; i++) {
      const share = Math.exp(exponents[i] - largest)
      total += share
      energy += share * energies[i]
      shift += share * shifts[i]
      square += share * shifts[i] ** 2
      if (energies[i] < 0) violated += share
    }
    const log = largest + Math.log(total) - 0.5 * Math.log(2 * Math.PI * b2)
    return { log, energy: energy / total, shift: shift / total, square: square / total, violated: violated / total }
  }
  // value and slope are asked for at the same nodes, again and again
  const known = new Map<number, Tilted>()
  const tilted = (h: number): Tilted => {
    let found = known.get(h)
    if (found === undefined) {
      found = computed(h)
      known.set(h, found)
    }
    return found
  }
  // by parts: the derivatives of the Gaussian
  const curvature = (h: number) => {
    const { shift, square } = tilted(h)
    return ((square - shift * shift) / b2 - 1) / (b2 * parisi)
  }
  // where one side is free of violations f is flat there, and narrows nothing
  const stiffness = (h: number) => (Number.isFinite(h) ? Math.max(0, -curvature(h)) : 0)
  return {
    value: (h) => tilted(h).log / parisi,
    score: (h) => tilted(h).shift / (b2 * parisi),
    curvature,
    violated: (h) => tilted(h).violated,
    parisiSlope: (h) => {
      const { log, energy } = tilted(h)
      return (energy - log / parisi) / parisi
    },
    crossovers: kinks.map((center) => ({ center, width: b })),
    stiffness: [stiffness(Math.min(...kinks) - FAR * b), stiffness(Math.max(...kinks) + FAR * b)],
  }
}
