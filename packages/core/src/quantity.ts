import { invalid } from './input/error.js'
import { callable, nameOf } from './input/option.js'
import type { OrderParameters } from './order-parameters.js'
import type { SaddleState } from './saddle-point.js'

/** What physicists call an observable (RxJS owns that word here): a number read off a solved state. */
export interface Quantity<Q extends OrderParameters = OrderParameters> {
  readonly name: string
  of(state: SaddleState<Q>): number
}

/** @example defineQuantity('distance', ({ at }) => (1 - at.q) / 2) */
export function defineQuantity<Q extends OrderParameters>(
  name: string,
  of: (state: SaddleState<Q>) => number,
): Quantity<Q> {
  return Object.freeze({ name: nameOf('quantity', name), of: callable(`quantity ${name}`, of) })
}

/** lim (1/N) E log Z */
export const freeEntropy = defineQuantity('freeEntropy', (state) => state.freeEntropy)
/** The logarithm of the number (volume) of solutions, per weight. */
export const entropy = defineQuantity('entropy', (state) => state.entropy)
/** G_E, the mean log-probability of a pattern: ∂(free entropy)/∂α. */
export const energy = defineQuantity('energy', (state) => state.energy)
/** Positive where the ansatz is stable (de Almeida–Thouless). */
export const replicon = defineQuantity('replicon', (state) => state.replicon)

/** One of the order parameters, by its symbol. */
export const orderParameter = <Q extends OrderParameters>(symbol: keyof Q & string): Quantity<Q> =>
  defineQuantity(symbol, ({ at }) => {
    const value = at[symbol]
    if (typeof value === 'number') return value
    const numbers = Object.keys(at).filter((other) => typeof at[other] === 'number')
    throw invalid('order parameter', symbol, `one of ${numbers.join(', ')}`)
  })
