import type { Figure } from '@gardner/viz'
import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Entry } from '../figure/shown.js'
import { colourOf } from './mark.js'
import type { Place } from './plot.js'
import { type Read, readingAt } from './reading.js'

interface Properties {
  readonly figure: ReadonlySignal<Figure | undefined>
  readonly place: ReadonlySignal<Place | undefined>
  readonly legend: ReadonlySignal<readonly Entry[]>
  readonly children: ComponentChildren
}

/** Digits of what is read off a curve. */
const DIGITS = 4

/** A chart, and the values of its curves under the mouse. Who has no mouse has the table. */
export function CrossHair({ figure, place, legend, children }: Properties) {
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
      <Values read={read} legend={legend} />
    </div>
  )
}

interface Drawn {
  readonly at: Place
  readonly left: number
  readonly points: readonly Read[]
}

/** Room for the label of the handle, which stands at the top. */
const BELOW = 22

/** The columns of figures as formulas write them. */
const symbols: Readonly<Record<string, string>> = {
  alpha: 'α',
  entropy: 'S',
  stability: 'Δ',
  density: 'P(Δ)',
  distance: 'd',
  normalised: 'S − S₀',
  output: 'g(u)',
  covariance: 'C(q)',
  overlap: 'q',
}

const symbol = (column: string): string => symbols[column] ?? column

interface Told {
  readonly read: ReadonlySignal<Drawn | undefined>
  readonly legend: ReadonlySignal<readonly Entry[]>
}

function Values({ read, legend }: Told) {
  if (read.value === undefined) return null
  const { at, left, points } = read.value
  const entries = legend.value
  const across = (x: number) => at.left + ((x - at.x[0]) / (at.x[1] - at.x[0])) * at.width
  const up = (y: number) => at.top + (1 - (y - at.y[0]) / (at.y[1] - at.y[0])) * at.height
  const entryOf = ({ group, kind }: Read) =>
    /^\d+$/.test(group) ? entries[Number(group) - 1] : entries.find(({ label }) => label === kind)
  const colour = (read: Read) => colourOf(entryOf(read)?.index ?? 0)
  const inside = points.filter(({ y }) => y >= at.y[0] && y <= at.y[1])
  const turned = left > at.left + at.width / 2
  const [x, y] = points[0].columns
  return (
    <div class="cross-hair" aria-hidden="true">
      <svg aria-hidden="true">
        <line x1={left} x2={left} y1={at.top} y2={at.top + at.height} />
        {inside.map((read) => (
          <circle key={read.group + read.kind} cx={across(read.x)} cy={up(read.y)} r="3.5" fill={colour(read)} />
        ))}
      </svg>
      {/* beside the line, or nearer to it where the table would run out of the panel: the gap gives way */}
      <div class={`values ${turned ? 'turned' : ''}`} style={{ top: `${at.top + BELOW}px` }}>
        <span style={{ flexBasis: turned ? `calc(100% - ${left - 12}px)` : `${left + 12}px` }} />
        <table>
          <thead>
            <tr>
              <th colSpan={2} />
              <th>{symbol(x)}</th>
              <th>{symbol(y)}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((read) => (
              <tr key={read.group + read.kind}>
                <td style={{ color: colour(read) }}>●</td>
                <td class="name">{entryOf(read)?.label ?? ''}</td>
                <td>{rounded(read.x)}</td>
                <td>{rounded(read.y)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

const rounded = (value: number): string => String(Number(value.toPrecision(DIGITS))).replace('-', '−')
