import { isStale } from '../state/answer.js'
import type { Card } from '../state/card.js'
import { digits } from './digits.js'

/** Digits shown of numbers at the load; `gardner solve` prints all they have. */
const SHOWN = 1e-6

/** Typical solutions at the load: their overlap, their distance, their entropy. */
export function AtLoad({ card }: { readonly card: Card }) {
  const answer = card.franzParisi.answer.value
  const at = answer.known?.value.at
  // where distances are not asked for what is known is of whatever was shown before
  if (at === undefined || answer.failure !== undefined || answer.question === undefined) return null
  const values: readonly (readonly [string, string, number | undefined])[] = [
    ['q', 'overlap of two typical solutions', at.q],
    ['d', 'their distance, (1 − q)/2', at.distance],
    ['S', 'entropy of the solutions, per weight', at.entropy],
  ]
  return (
    <div class={`at-load ${isStale(answer) ? 'stale' : ''}`}>
      {values.map(([symbol, title, value]) =>
        value === undefined || !Number.isFinite(value) ? null : (
          <span key={symbol} title={title} data-at={symbol}>
            <i>{symbol}</i> <span class="quantity">{digits(value, SHOWN)}</span>
          </span>
        ),
      )}
    </div>
  )
}
