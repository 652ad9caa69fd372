import type { Point } from '@gardner/viz'
import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals'
import type { Explorer } from '../state/explorer.js'
import { colourOf } from './mark.js'
import type { Place } from './plot.js'

interface Properties {
  readonly explorer: Explorer
  readonly place: ReadonlySignal<Place | undefined>
  /** The curves of the machines, in order. */
  readonly curves: ReadonlySignal<readonly (readonly Point[])[]>
}

const SMALL = 0.005
const LARGE = 0.05

/** Pixels of a character of the label. */
const CHARACTER = 7.4

/** The load as a line across a figure that is dragged: drawn over it, so that no chart is touched while it moves. */
export function LoadHandle({ explorer, place, curves }: Properties) {
  const dragging = useSignal(false)
  const x = useComputed(() => {
    const at = place.value
    if (at === undefined) return 0
    const [from, to] = at.x
    // a load beyond the axis stands at its end
    return at.left + Math.min(1, (explorer.alpha.value - from) / (to - from)) * at.width
  })
  const label = useComputed(() => {
    const beyond = place.value !== undefined && explorer.alpha.value > place.value.x[1]
    return `α = ${explorer.alpha.value}${beyond ? ' →' : ''}`
  })
  // to the left of the line where it would run out at the right
  const turned = useComputed(() => {
    const at = place.value
    return at !== undefined && x.value + 8 + CHARACTER * label.value.length > at.left + at.width
  })
  const transform = useComputed(() => `translate(${x.value.toFixed(1)} 0)`)
  const dots = useComputed(() => {
    const at = place.value
    if (at === undefined) return []
    const [low, high] = at.y
    return curves.value.map((points) => {
      const y = interpolated(points, explorer.alpha.value)
      return y >= low && y <= high ? at.top + (1 - (y - low) / (high - low)) * at.height : undefined
    })
  })
  const at = place.value
  if (at === undefined) return null
  const follow = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect()
    const share = (event.clientX - box.left - at.left) / at.width
    const load = at.x[0] + share * (at.x[1] - at.x[0])
    explorer.load(Math.min(at.x[1], Math.max(at.x[0], load)))
  }
  return (
    <svg
      class={`handle ${dragging.value ? 'dragging' : ''}`}
      onPointerDown={(event) => {
        // a finger scrolls the page unless it takes the handle itself
        const onGrip = (event.target as Element).closest('.grip') !== null
        if (event.button !== 0 || (event.pointerType === 'touch' && !onGrip)) return
        event.currentTarget.setPointerCapture(event.pointerId)
        dragging.value = true
        follow(event)
      }}
      onPointerMove={(event) => {
        if (dragging.peek()) follow(event)
      }}
      onPointerUp={() => {
        dragging.value = false
      }}
      onPointerCancel={() => {
        dragging.value = false
      }}
    >
      <title>Drag to change the load</title>
      <rect class="field" x={at.left} y={at.top} width={at.width} height={at.height} />
      <g
        class="grip"
        transform={transform}
        tabindex={0}
        role="slider"
        aria-label="load α, in the figure"
        aria-valuemin={0}
        aria-valuemax={explorer.span.value}
        aria-valuenow={explorer.alpha.value}
        onKeyDown={(event) => {
          const step = steps[event.key]
          if (step === undefined && event.key !== 'Home' && event.key !== 'End') return
          event.preventDefault()
          const alpha = explorer.alpha.peek()
          if (event.key === 'Home') explorer.load(0)
          else if (event.key === 'End') explorer.load(at.x[1])
          else explorer.load(Math.min(at.x[1], alpha + step * (event.shiftKey ? LARGE / SMALL : 1)))
        }}
      >
        <rect class="touch" x={-22} y={at.top} width={44} height={at.height} />
        <line y1={at.top} y2={at.top + at.height} />
        <rect class="knob" x={-5} y={at.top + at.height - 26} width={10} height={22} rx={5} />
        <text x={turned.value ? -8 : 8} y={at.top + 12} text-anchor={turned.value ? 'end' : 'start'}>
          {label}
        </text>
      </g>
      {dots.value.map((y, i) =>
        y === undefined ? null : <circle key={i} class="dot" cx={x} cy={y} r="4.5" fill={colourOf(i)} />,
      )}
    </svg>
  )
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: SMALL,
  ArrowUp: SMALL,
  ArrowLeft: -SMALL,
  ArrowDown: -SMALL,
  PageUp: LARGE,
  PageDown: -LARGE,
}

/** Where a line through the points is at x: for the eye only, no number is taken from it. */
function interpolated(points: readonly Point[], x: number): number {
  const i = points.findIndex((point) => point.x >= x)
  if (i < 1) return points[i]?.x === x ? points[i].y : Number.NaN
  const [a, b] = [points[i - 1], points[i]]
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x)
}
