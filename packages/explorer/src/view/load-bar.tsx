import { colourOf } from '../chart/mark.js'
import type { Explorer } from '../state/explorer.js'
import { bounds } from '../state/settings.js'
import { NumberField } from './number-field.js'

const STEP = 0.005

/** The load α of all machines, as a slider and a number; the capacities stand above it. */
export function LoadBar({ explorer }: { readonly explorer: Explorer }) {
  const span = explorer.span.value
  const alpha = explorer.alpha.value
  return (
    <section class="load" aria-label="Load of all machines">
      <NumberField
        id="alpha-number"
        label={
          <>
            load <i>α</i>
          </>
        }
        value={alpha}
        limits={bounds.alpha}
        step={STEP}
        onChange={(value) => explorer.load(value)}
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
