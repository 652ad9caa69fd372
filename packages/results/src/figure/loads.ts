import type { Document } from '../reading/document.js'
import { type Fields, numberIn } from '../reading/records.js'
import { ansatzName, attributesOf } from './attributes.js'
import type { Curve, Part } from './part.js'

/** What instabilities are called. */
const INSTABILITY = 'α_AT'

/** Capacities and instabilities, each a point that is called by its ansatz. An instability that is not there is left out. */
export function loadParts({ records }: Document): readonly Part[] {
  const curves = records.flatMap(eachOf).flatMap(({ quantity, ansatz, ...load }): Curve[] => {
    const y = loadIn(load)
    if (quantity === 'instability' && !Number.isFinite(y)) return []
    const error = numberIn(load, 'error')
    const name = ansatzName(String(ansatz ?? 'rs'))
    const own = quantity === 'instability' ? [INSTABILITY, ...(name === 'RS' ? [] : [name])].join(', ') : name
    return [
      { attributes: attributesOf(load), own, points: [{ x: 0, y, ...(Number.isFinite(error) ? { error } : {}) }] },
    ]
  })
  return curves.length === 0 ? [] : [{ key: 'capacities', curves }]
}

/** Capacities, then those instabilities that come before the capacity of the same ansatz. */
export function inOrder<C extends Curve>(curves: readonly C[]): readonly C[] {
  const unstable = ({ own = '' }: C) => own.startsWith(INSTABILITY)
  const capacityOf = ({ attributes, own = '' }: C): number => {
    const ansatz = own === INSTABILITY ? 'RS' : own.slice(INSTABILITY.length + 2)
    const found = curves.find(
      (curve) =>
        curve.own === ansatz &&
        (['activation', 'weights', 'margin'] as const).every((name) => curve.attributes[name] === attributes[name]),
    )
    return found?.points[0].y ?? Number.POSITIVE_INFINITY
  }
  return [
    ...curves.filter((curve) => !unstable(curve)),
    ...curves.filter((curve) => unstable(curve) && !(curve.points[0].y > capacityOf(curve))),
  ]
}

/** A load for each row, or two of a row of `gardner table`. */
function eachOf(record: Fields): Fields[] {
  const { command, quantity, ...fields } = record
  if ('value' in fields) return [{ ...fields, quantity: quantity ?? command ?? 'capacity' }]
  return (['capacity', 'instability'] as const)
    .filter((name) => fields[name] !== undefined || fields[`${name}Reason`] !== undefined)
    .map((name) => ({
      activation: fields.activation,
      weights: fields.weights,
      ansatz: fields.ansatz,
      quantity: name,
      value: fields[name],
      error: fields[`${name}Error`],
      reason: fields[`${name}Reason`],
    }))
}

/** A load that is missing diverges if its reason says so. */
function loadIn(load: Fields): number {
  const value = numberIn(load, 'value')
  return Number.isNaN(value) && /diverges|infinite/.test(String(load.reason)) ? Number.POSITIVE_INFINITY : value
}
