import type { Figure } from '@gardner/viz'
import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { colourOf } from '../view/mark.js'
import type { Place } from './plot.js'
import { type Read, readingAt } from './reading.js'

interface Properties {
  readonly figure: ReadonlySignal<Figure | undefined>
  readonly place: ReadonlySignal<Place | undefined>
  readonly children: ComponentChildren
}

/** Digits of what is read off a curve. */
const DIGITS = 4

/** A chart, and the values of its curves under the mouse. Who has no mouse has the table. */
export function CrossHair({ figure, place, children }: Properties) {
  const pointer = useSignal<number | undefined>(undefined)
  const read = useComputed(() => {
    const [drawn, at, left] = [figure.value, place.value, pointer.value]
    if (drawn === undefined || at === undefined || left === undefined) return undefined
    const share = (left - at.left) / at.width
    if (!(share >= 0 && share <= 1)) return undefined
    const x = at.x[0] + share * (at.x[1] - at.x[0])
    const points = readingAt(drawn, at, x)
    return points.length === 0 ? undefined : { at, left, points }
  })
  return (
    <div
      class="over"
      onPointerMove={(event) => {
        // while a button is held something is dragged
        const over = event.pointerType === 'mouse' && event.buttons === 0
        pointer.value = over ? event.clientX - event.currentTarget.getBoundingClientRect().left : undefined
      }}
      onPointerLeave={() => {
        pointer.value = undefined
      }}
    >
      {children}
      <Values read={read} />
    </div>
  )
}

interface Drawn {
  readonly at: Place
  readonly left: number
  readonly points: readonly Read[]
}

function Values({ read }: { readonly read: ReadonlySignal<Drawn | undefined> }) {
  if (read.value === undefined) return null
  const { at, left, points } = read.value
  const across = (x: number) => at.left + ((x - at.x[0]) / (at.x[1] - at.x[0])) * at.width
  const up = (y: number) => at.top + (1 - (y - at.y[0]) / (at.y[1] - at.y[0])) * at.height
  const colour = colours(points)
  const inside = points.filter(({ y }) => y >= at.y[0] && y <= at.y[1])
  const side = left > at.left + at.width / 2 ? { right: `calc(100% - ${left - 12}px)` } : { left: `${left + 12}px` }
  return (
    <div class="cross-hair" aria-hidden="true">
      <svg aria-hidden="true">
        <line x1={left} x2={left} y1={at.top} y2={at.top + at.height} />
        {inside.map((read) => (
          <circle key={read.group + read.kind} cx={across(read.x)} cy={up(read.y)} r="3.5" fill={colour(read)} />
        ))}
      </svg>
      <table style={{ ...side, top: `${at.top + 4}px` }}>
        {points.map((read) => (
          <tr key={read.group + read.kind}>
            <td style={{ color: colour(read) }}>●</td>
            <td>{read.kind}</td>
            <td>{told(read.x)}</td>
            <td>{told(read.y)}</td>
          </tr>
        ))}
      </table>
    </div>
  )
}

/** Machines are numbers in the figures of the page; what is drawn of one machine alone is told apart by colours. */
const colours = (points: readonly Read[]): ((read: Read) => string) =>
  new Set(points.map(({ group }) => group)).size > 1 || /^\d+$/.test(points[0].group)
    ? ({ group }) => colourOf(Number(group) - 1)
    : (read) => colourOf(points.indexOf(read))

const told = (value: number): string => String(Number(value.toPrecision(DIGITS))).replace('-', '−')
