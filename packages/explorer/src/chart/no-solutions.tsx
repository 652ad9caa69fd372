import type { ReadonlySignal } from '@preact/signals'
import type { Explorer } from '../state/explorer.js'
import type { Place } from './plot.js'

interface Properties {
  readonly explorer: Explorer
  readonly place: ReadonlySignal<Place | undefined>
}

/** Where an entropy of weights that are counted is negative, there are none: what formulas say there is veiled. */
export function NoSolutions({ explorer, place }: Properties) {
  const at = place.value
  const counted = explorer.cards.value.every((card) => card.weights.value === 'binary')
  if (at === undefined || !counted || at.y[0] >= 0 || at.y[1] <= 0) return null
  const height = (at.height * -at.y[0]) / (at.y[1] - at.y[0])
  return (
    <svg class="veil" aria-hidden="true">
      <rect x={at.left} y={at.top + at.height - height} width={at.width} height={height} />
      {height < 16 ? null : (
        <text x={at.left + 6} y={at.top + at.height - 5}>
          no solutions
        </text>
      )}
    </svg>
  )
}
