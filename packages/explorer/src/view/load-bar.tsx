import type { Explorer } from '../state/explorer.js'
import { bounds } from '../state/settings.js'
import { colourOf } from './mark.js'

const STEP = 0.005

/** The load α of all machines, as a slider and a number; the capacities stand above it. */
export function LoadBar({ explorer }: { readonly explorer: Explorer }) {
  const span = explorer.span.value
  const alpha = explorer.alpha.value
  return (
    <section class="load" aria-label="Load of all machines">
      <label for="alpha-number">
        load <i>α</i>
      </label>
      <input
        id="alpha-number"
        type="number"
        inputMode="decimal"
        min={bounds.alpha.from}
        max={bounds.alpha.to}
        step={STEP}
        value={alpha}
        onInput={({ currentTarget }) => {
          const value = currentTarget.valueAsNumber
          if (value >= bounds.alpha.from && value <= bounds.alpha.to) explorer.load(value)
        }}
        onBlur={({ currentTarget }) => {
          currentTarget.value = String(explorer.alpha.peek())
        }}
      />
      <div class="rail">
        <input
          id="alpha-range"
          type="range"
          aria-label="load α"
          min={STEP}
          max={span}
          step={STEP}
          value={alpha}
          onInput={({ currentTarget }) => explorer.load(currentTarget.valueAsNumber)}
        />
        <svg aria-hidden="true">
          {explorer.cards.value.map((card, i) => {
            const rs = card.thresholds.known.value?.value.capacity.rs?.value ?? Number.NaN
            if (!(rs <= span)) return null
            const x = `${(100 * (rs - STEP)) / (span - STEP)}%`
            return <line key={card.id} x1={x} x2={x} y1="0" y2="7" stroke={colourOf(i)} stroke-width="2.5" />
          })}
        </svg>
      </div>
    </section>
  )
}
