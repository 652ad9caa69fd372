import type { Activation } from '@gardner/core'
import { colourOf } from '../chart/mark.js'

const [WIDTH, HEIGHT, REACH, STEPS] = [64, 26, 3, 64]

/** g on [−3, 3] as a small line, at once and in the page: nothing has to be computed for it. */
export function Sketch({
  activation,
  index,
  faded,
}: {
  readonly activation: Activation
  readonly index: number
  readonly faded: boolean
}) {
  const kinks = activation.kinks ?? []
  const us = Array.from({ length: STEPS + 1 }, (_, i) => REACH * ((2 * i) / STEPS - 1))
  const values = us.map((u) => activation.g(u))
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low || 1
  const x = (u: number) => ((u + REACH) / (2 * REACH)) * WIDTH
  const y = (value: number) => 2 + (1 - (value - low) / span) * (HEIGHT - 4)
  // a jump is not a slope: the line is broken where a kink lies between two points that are far apart
  const path = us
    .map((u, i) => {
      const jump =
        i > 0 &&
        Math.abs(values[i] - values[i - 1]) > 0.25 * span &&
        kinks.some((kink) => kink >= us[i - 1] && kink <= u)
      return `${i === 0 || jump ? 'M' : 'L'}${x(u).toFixed(1)} ${y(values[i]).toFixed(1)}`
    })
    .join('')
  return (
    <svg
      class={`sketch ${faded ? 'faded' : ''}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <path d={`M0 ${y(Math.min(high, Math.max(low, 0))).toFixed(1)}H${WIDTH}M${WIDTH / 2} 0V${HEIGHT}`} class="axes" />
      <path d={path} fill="none" stroke={colourOf(index)} stroke-width="1.6" stroke-linejoin="round" />
    </svg>
  )
}
