import type { ReadonlySignal } from '@preact/signals'
import type { Explorer } from '../state/explorer.js'
import type { Place } from './plot.js'

interface Properties {
  readonly explorer: Explorer
  readonly place: ReadonlySignal<Place | undefined>
  /** The side of the words (default left): the other than that on which the curves are below 0. */
  readonly right?: boolean
  /** An x that the words keep clear of. */
  readonly clear?: ReadonlySignal<number>
}

/** Pixels of the words. */
const LONG = 76

/** Veils the part of a plot where the entropy of discrete weights is negative, so that there are no solutions. */
export function NoSolutions({ explorer, place, right = false, clear }: Properties) {
  const at = place.value
  const counted = explorer.cards.value.every((card) => card.weights.value === 'binary')
  if (at === undefined || !counted || at.y[0] >= 0 || at.y[1] <= 0) return null
  const height = (at.height * -at.y[0]) / (at.y[1] - at.y[0])
  const handle = clear === undefined ? -1 : ((clear.value - at.x[0]) / (at.x[1] - at.x[0])) * at.width
  const left = handle >= 0 && handle < LONG + 12 ? handle + 10 : 6
  return (
    <svg class="veil" aria-hidden="true">
      <rect x={at.left} y={at.top + at.height - height} width={at.width} height={height} />
      {height < 16 ? null : (
        <text
          x={at.left + (right ? at.width - 6 : left)}
          y={at.top + at.height - 5}
          text-anchor={right ? 'end' : 'start'}
        >
          no solutions
        </text>
      )}
    </svg>
  )
}
