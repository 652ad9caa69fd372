import { readFileSync } from 'node:fs'
import * as activations from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import {
  type Activation,
  complete,
  critical,
  type Estimate,
  machine,
  problem,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { binary, spherical } from '@gardner/weights'

/** A row of reference.json. */
export interface Reference {
  readonly kind: 'solve' | 'capacity' | 'instability' | 'kernel'
  readonly activation: string
  readonly weights?: string
  readonly margin?: string
  readonly alpha?: string
  readonly gap?: string
  readonly values: Readonly<Record<string, string>>
}

/** One number of Gardner beside the reference. */
export interface Comparison {
  readonly what: string
  readonly value: number
  readonly reference: string
  readonly claimedError: number
  readonly trueError: number
  readonly bound: boolean
}

export const references = (
  JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as { rows: Reference[] }
).rows

const known: Record<string, Activation> = {
  linear: activations.linear,
  sign: activations.sign,
  relu: activations.relu,
  tanh: activations.tanh,
  sigmoid: activations.sigmoid,
  elu: activations.elu(),
  quadratic: activations.quadratic,
}
const priors: Record<string, WeightPrior> = { binary, spherical }

/** Every number Gardner gives for a reference row, with the error it claims and the error it has. */
export function compare(reference: Reference): readonly Comparison[] {
  const title = titleOf(reference)
  let estimates: Record<string, Estimate>
  try {
    estimates = estimatesOf(reference)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const claimedError = Number.POSITIVE_INFINITY
    return [{ what: `${title}: ${message}`, value: NaN, reference: '', claimedError, trueError: NaN, bound: false }]
  }
  return Object.entries(reference.values).map(([name, exact]) => {
    const { value, error } = estimates[name]
    const trueError = Math.abs(difference(value, exact))
    return {
      what: `${title} ${name}`,
      value,
      reference: exact,
      claimedError: error,
      trueError,
      bound: trueError <= error,
    }
  })
}

function estimatesOf({
  kind,
  activation,
  weights = '',
  margin = '0',
  alpha,
  gap,
}: Reference): Record<string, Estimate> {
  const options = { activation: known[activation], margin: Number(margin) }
  if (kind === 'kernel') {
    const { kernel } = machine({ activation: known[activation], weights: spherical })
    const at = (value: number) => ({ value, error: kernel.error * Math.abs(value) })
    const e = Number(gap)
    return {
      deficit: at(kernel.deficit(e)),
      covariance: at(kernel.covariance(e)),
      slope: at(kernel.slope(e)),
      curvature: at(kernel.curvature(e)),
    }
  }
  if (kind === 'solve') {
    const { at, errors, entropy, replicon } = complete(
      saddlePoint(problem({ ...options, weights: priors[weights], alpha: Number(alpha) }), rs),
    )
    const orderParameter = (symbol: 'q' | 'gap' | 'qhat') => ({ value: at[symbol], error: errors[symbol] })
    return {
      q: orderParameter('q'),
      gap: orderParameter('gap'),
      qhat: orderParameter('qhat'),
      entropy,
      replicon,
    }
  }
  const committee = machine({ ...options, weights: priors[weights] })
  const { value, error, at, errors } = complete(critical(committee, rs, kind))
  return { alpha: { value, error }, gap: { value: at.gap, error: errors.gap ?? 0 } }
}

function titleOf({ kind, activation, weights, margin, alpha, gap }: Reference): string {
  if (kind === 'kernel') return `kernel ${activation}, gap ${gap}:`
  const at = kind === 'solve' ? `, alpha ${alpha}` : ''
  return `${kind} ${activation} ${weights}${margin === '0' ? '' : `, margin ${margin}`}${at}:`
}

const PLACES = 60

/** A double minus a decimal, without the rounding of the decimal to a double. */
export function difference(value: number, decimal: string): number {
  if (!Number.isFinite(value)) return value
  return Number(scaled(value.toFixed(PLACES)) - scaled(decimal)) / 10 ** PLACES
}

/** A decimal times 10^60, as an integer. */
function scaled(decimal: string): bigint {
  const [mantissa, exponent = '0'] = decimal.split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const places = PLACES + Number(exponent) - fraction.length
  const digits = BigInt(whole + fraction)
  return places >= 0 ? digits * 10n ** BigInt(places) : digits / 10n ** BigInt(-places)
}
