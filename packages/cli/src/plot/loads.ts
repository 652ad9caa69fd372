import type { Document } from './document.js'
import type { Curve, Part } from './part.js'
import { type Fields, numberIn } from './records.js'
import { ansatzName, traitsOf } from './traits.js'

/** Capacities and instabilities, each a point. An instability that is not there, or beyond the capacity, is left out. */
export function loadParts({ records }: Document): readonly Part[] {
  const loads = records.flatMap(eachOf)
  const capacityOf = ({ activation, weights, margin, ansatz }: Fields) => {
    const found = loads.find(
      (one) =>
        one.quantity === 'capacity' &&
        one.activation === activation &&
        one.weights === weights &&
        one.margin === margin &&
        one.ansatz === ansatz,
    )
    return found === undefined ? Number.POSITIVE_INFINITY : loadIn(found)
  }
  const curves = loads.flatMap((load): Curve[] => {
    const { quantity, ansatz, ...machine } = load
    const y = loadIn(load)
    const error = numberIn(load, 'error')
    if (quantity === 'instability' && !(Number.isFinite(y) && !(y > capacityOf(load)))) return []
    const name = ansatzName(String(ansatz ?? ''))
    const own = quantity === 'capacity' ? name : name === 'RS' ? 'α_AT' : `α_AT, ${name}`
    const point = { x: 0, y, ...(Number.isFinite(error) ? { error } : {}) }
    return [{ traits: traitsOf(machine), own, points: [point] }]
  })
  return curves.length === 0 ? [] : [{ key: 'capacities', curves }]
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
