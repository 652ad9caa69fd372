import { useSignal } from '@preact/signals'
import { Mark } from '../chart/mark.js'
import type { Card } from '../state/card.js'
import type { Explorer } from '../state/explorer.js'
import { bounds, MOST_MACHINES } from '../state/settings.js'
import { ActivationField } from './activation-field.js'
import { AtLoad } from './at-load.js'
import { Choice } from './choice.js'
import { NumberField } from './number-field.js'
import { Quantity } from './quantity.js'
import { Thresholds } from './thresholds.js'
import { Waiting } from './waiting.js'

/** Where κ usually lies. */
const USUAL = { from: -1, to: 2 }

/** A machine: what it is, and up to which load it stores. */
export function MachineCard({ explorer, card, index }: { explorer: Explorer; card: Card; index: number }) {
  const name = explorer.names.value[index]
  const count = explorer.cards.value.length
  // where cards stand above the figures they are closed at first
  const open = useSignal(false)
  const rs = card.thresholds.known.value?.value.capacity.rs
  const warnings = card.shape.known.value?.value.warnings ?? []
  return (
    <article class="card" aria-label={`Machine ${index + 1}: ${name}`} data-card={index + 1} data-open={open.value}>
      <header>
        <Mark index={index} />
        <h2>{name}</h2>
        <button
          type="button"
          class="small unfold"
          aria-expanded={open.value}
          aria-label={`${open.value ? 'Close' : 'Change'} ${name}`}
          onClick={() => {
            open.value = !open.value
          }}
        >
          {open.value ? 'close' : 'change'}
        </button>
        <button
          type="button"
          class="small bare"
          title="Duplicate this machine"
          aria-label={`Duplicate ${name}`}
          disabled={count >= MOST_MACHINES}
          onClick={() => explorer.add(card.machine.peek(), index + 1)}
        >
          <Icon path="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />
        </button>
        <button
          type="button"
          class="small bare"
          title="Remove this machine"
          aria-label={`Remove ${name}`}
          disabled={count < 2}
          onClick={() => explorer.remove(card)}
        >
          <Icon path="M3.5 3.5l9 9M12.5 3.5l-9 9" />
        </button>
      </header>
      {open.value || rs === undefined ? null : (
        <p class="glance" aria-hidden="true">
          <i>α</i>
          <sub>c</sub> <Quantity value={rs.value} error={Math.max(rs.error, 1e-6)} bare />
        </p>
      )}
      <Waiting card={card} />
      <div class="choices">
        <Choice
          legend="machine"
          hidden
          value={card.architecture.value}
          choices={[
            { value: 'committee', label: 'committee', title: 'tree committee of K → ∞ hidden units' },
            { value: 'perceptron', label: 'perceptron' },
          ]}
          onChange={(value) => {
            card.architecture.value = value
          }}
        />
        <Choice
          legend="weights"
          hidden
          value={card.weights.value}
          choices={[
            { value: 'binary', label: 'binary' },
            { value: 'spherical', label: 'spherical' },
          ]}
          onChange={(value) => {
            card.weights.value = value
          }}
        />
      </div>
      {card.architecture.value === 'committee' ? <ActivationField card={card} index={index} /> : null}
      <NumberField
        label={
          <>
            margin <i>κ</i>
          </>
        }
        value={card.margin.value}
        limits={bounds.margin}
        step={0.05}
        slider={USUAL}
        onChange={(value) => {
          card.margin.value = value
        }}
      />
      <Thresholds card={card} />
      <AtLoad card={card} />
      {warnings.map((warning) => (
        <p class="why" key={warning}>
          {warning}
        </p>
      ))}
    </article>
  )
}

const Icon = ({ path }: { readonly path: string }) => (
  <svg class="icon" viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
    <path d={path} fill="none" stroke="currentColor" stroke-width="1.3" />
  </svg>
)
