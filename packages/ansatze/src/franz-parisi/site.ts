import { type Crossover, type SitePrior, unsuitable } from '@gardner/core'
import { ruleBuffer } from '@gardner/numerics'
import { essential, gradedRule, type SpreadCrossover } from './graded-rule.js'

/** The fields that act on a weight w = ±1 of a solution: B = √q̂ y + b w̃, beside √q̃̂ z on the weight w̃ of the reference. */
export interface ShellFields {
  /** q̃̂, of the reference */
  readonly qhatRef: number
  readonly qhat: number
  /** t̂/√q̃̂ = √q̂ E[y z] */
  readonly shared: number
  /** b, the field along the reference. */
  readonly push: number
}

/** What follows from the fields. */
export interface ShellResponse {
  /** 1 + p and 1 − p with p = ⟨⟨w⟩ w̃⟩ */
  readonly plus: number
  readonly minus: number
  /** 1 − q = ⟨Var w⟩ */
  readonly gap: number
  /** t = ⟨⟨w⟩ ⟨w̃⟩⟩ */
  readonly t: number
}

export interface ShellSite {
  respond(fields: ShellFields): ShellResponse
  /** ⟨A(0, B)⟩ − b p at p = 1 − 2d, without cancellation where d is small and b large. */
  freeEntropy(fields: ShellFields, distance: number): number
  /** ⟨⟨log p(w)⟩⟩ */
  logWeight(fields: ShellFields): number
  /** ⟨(Var w)²⟩ */
  meanSquareVariance(fields: ShellFields): number
}

/** |y|, and the distance of z from its mean given y, up to which is integrated, in standard deviations. */
const REACH = 9
/** Spacing of a lattice in units of step times the standard deviation of a Gaussian, or the width of a crossover. */
const SPACING = 4
const SPACING_IN_LAYER = 3
const INV_SQRT_2PI = 0.3989422804014327

/** Refuses priors with which a distance means nothing. */
export function checkNorm(prior: SitePrior): void {
  if (prior.unitNorm) return
  throw unsuitable(
    `weights ${prior.name} have a free norm: a distance (1 − p)/2 from a reference is one of weights w² = 1; ask for binary or spherical weights`,
  )
}

/**
 * Averages over w̃ = ±1 of probability (1 ± ⟨w̃⟩)/2 and over (y, z), Gaussian with E[yz] = t̂/√(q̃̂ q̂):
 *
 *     ⟨F⟩ = Σ_w̃ ∫Dy ½ (1 + w̃ E[⟨w̃⟩|y]) F(√q̂ y + b w̃)
 */
export function shellSite(prior: SitePrior, step: number): ShellSite {
  const crossovers = prior.crossovers(0)
  // of an even prior both signs of w̃ say the same
  const signs = prior.even ? [1] : [1, -1]
  const reference = referenceMeans(prior, crossovers, step)
  const buffer = ruleBuffer()

  let length = 0
  /** B, the weight of the node, that weight times w̃, and times E[⟨w̃⟩|w̃, y] */
  let fields = new Float64Array(512)
  let weights = new Float64Array(512)
  let signed = new Float64Array(512)
  let means = new Float64Array(512)
  let made: ShellFields | undefined
  let response: ShellResponse | undefined

  const make = ({ qhatRef, qhat, shared, push }: ShellFields) => {
    const root = Math.sqrt(qhat)
    const correlation = qhat > 0 ? Math.max(-1, Math.min(1, shared / root)) : 0
    const averages = reference(Math.sqrt(qhatRef), correlation)
    length = 0
    for (const w of signs) {
      const found: SpreadCrossover[] = [...averages.crossovers]
      if (root > 0) {
        for (const { center, width } of crossovers) {
          found.push({ center: (center - push * w) / root, width: width / root, spread: 0 })
        }
      }
      const rule = gradedRule(essential(found), -REACH, REACH, 1, step, buffer)
      if (fields.length < length + rule.length) {
        const size = 2 * (length + rule.length)
        ;[fields, weights, signed, means] = [fields, weights, signed, means].map((old) => {
          const larger = new Float64Array(size)
          larger.set(old.subarray(0, length))
          return larger
        })
      }
      for (let k = 0; k < rule.length; k++) {
        const y = rule.nodes[k]
        const weight = (rule.weights[k] * INV_SQRT_2PI * Math.exp(-0.5 * y * y)) / signs.length
        averages.at(y)
        fields[length] = root * y + push * w
        weights[length] = weight * (1 + w * averages.mean)
        signed[length] = w * weights[length]
        means[length] = weight * (averages.mean + w * averages.square)
        length++
      }
    }
  }

  const respond = (at: ShellFields): ShellResponse => {
    if (made !== undefined && response !== undefined && same(made, at)) return response
    make(at)
    made = at
    let [plus, minus, gap, t] = [0, 0, 0, 0]
    for (let k = 0; k < length; k++) {
      const mean = prior.mean(0, fields[k])
      const variance = prior.variance(0, fields[k])
      const along = signed[k] < 0 ? -mean : mean
      gap += weights[k] * variance
      t += means[k] * mean
      // 1 ± w̃⟨w⟩ without cancellation: their product is the variance
      plus += weights[k] * (along > 0 ? 1 + along : variance / (1 - along))
      minus += weights[k] * (along > 0 ? variance / (1 + along) : 1 - along)
    }
    response = { plus, minus, gap, t }
    return response
  }

  const average = (at: ShellFields, f: (b: number) => number): number => {
    respond(at)
    let sum = 0
    for (let k = 0; k < length; k++) sum += weights[k] * f(fields[k])
    return sum
  }

  return {
    respond,
    freeEntropy: (at, distance) => {
      const { plus, minus } = respond(at)
      let sum = 0
      for (let k = 0; k < length; k++) {
        sum += weights[k] * prior.logPartition(0, fields[k]) - at.push * signed[k] * prior.mean(0, fields[k])
      }
      return sum + at.push * (distance < 0.5 ? 2 * distance - minus : plus - 2 * (1 - distance))
    },
    logWeight: (at) => average(at, (b) => prior.logWeight(0, b)),
    meanSquareVariance: (at) => average(at, (b) => prior.variance(0, b) ** 2),
  }
}

const same = (one: ShellFields, other: ShellFields): boolean =>
  one.qhatRef === other.qhatRef && one.qhat === other.qhat && one.shared === other.shared && one.push === other.push

/** E[⟨w̃⟩|y] and E[⟨w̃⟩²|y] of the reference, ⟨w̃⟩ = ∂A(0, √q̃̂ z), for z of correlation ρ with y. */
interface ReferenceMeans {
  /** As functions of y. */
  readonly crossovers: readonly SpreadCrossover[]
  /** Sets `mean` and `square` to the values at y. */
  at(y: number): void
  mean: number
  square: number
}

function referenceMeans(prior: SitePrior, crossovers: readonly Crossover[], step: number) {
  const buffer = ruleBuffer()
  let means = new Float64Array(256)
  return (root: number, correlation: number): ReferenceMeans => {
    const across = Math.sqrt((1 - correlation) * (1 + correlation))
    const seen: SpreadCrossover[] = []
    for (const { center, width } of crossovers) {
      const slope = root * correlation
      if (slope === 0) continue
      seen.push({ center: center / slope, width: Math.hypot(width, root * across) / Math.abs(slope), spread: 0 })
    }
    const widest = crossovers.reduce((least, { width }) => Math.min(least, width), Number.POSITIVE_INFINITY)
    if (root * across <= widest) {
      // ⟨w̃⟩ is smooth on the scale of z given y
      const spacing = step * Math.min(SPACING, (SPACING_IN_LAYER * widest) / (root * across))
      const half = Math.ceil(REACH / spacing)
      const made: ReferenceMeans = {
        crossovers: seen,
        mean: 0,
        square: 0,
        at: (y) => {
          let [mean, square] = [0, 0]
          for (let k = -half; k <= half; k++) {
            const x = k * spacing
            const m = prior.mean(0, root * (correlation * y + across * x))
            const weight = Math.exp(-0.5 * x * x)
            mean += weight * m
            square += weight * m * m
          }
          made.mean = spacing * INV_SQRT_2PI * mean
          made.square = spacing * INV_SQRT_2PI * square
        },
      }
      return made
    }
    const thin = crossovers.map(({ center, width }) => ({ center: center / root, width: width / root, spread: 0 }))
    const { length, nodes, weights } = gradedRule(essential(thin), -REACH, REACH, across, step, buffer)
    if (means.length < length) means = new Float64Array(2 * length)
    for (let i = 0; i < length; i++) means[i] = prior.mean(0, root * nodes[i])
    const inverse = 1 / across
    const made: ReferenceMeans = {
      crossovers: seen,
      mean: 0,
      square: 0,
      at: (y) => {
        let [mean, square] = [0, 0]
        const center = correlation * y
        const [low, high] = [center - REACH * across, center + REACH * across]
        for (let i = 0; i < length && nodes[i] <= high; i++) {
          if (nodes[i] < low) continue
          const x = (nodes[i] - center) * inverse
          const weight = weights[i] * Math.exp(-0.5 * x * x)
          mean += weight * means[i]
          square += weight * means[i] * means[i]
        }
        made.mean = INV_SQRT_2PI * inverse * mean
        made.square = INV_SQRT_2PI * inverse * square
      },
    }
    return made
  }
}
