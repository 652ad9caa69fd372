import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { type Bounds, outOf } from '../state/settings.js'

interface Properties {
  readonly label: ComponentChildren
  readonly value: number
  readonly limits: Bounds
  readonly step?: number
  /** A slider beside the field, over the part of the range that is usual. */
  readonly slider?: { readonly from: number; readonly to: number }
  readonly disabled?: boolean
  readonly onChange: (value: number) => void
  readonly class?: string
}

/** A number to type, with a slider where there is a usual range. What is no number in bounds is said, and not taken. */
export function NumberField({ label, value, limits, step, slider, disabled, onChange, class: name = '' }: Properties) {
  const id = useId()
  // what is being typed and is not a value yet
  const draft = useSignal<string | undefined>(undefined)
  const wrong = draft.value === undefined ? undefined : outOf(limits, numberOf(draft.value))
  const take = (text: string) => {
    const number = numberOf(text)
    draft.value = text
    if (outOf(limits, number) === undefined) onChange(number + 0)
  }
  return (
    <div class={`field ${name}`}>
      <label for={id}>{label}</label>
      {slider === undefined ? null : (
        <input
          type="range"
          tabIndex={-1}
          aria-hidden="true"
          min={slider.from}
          max={slider.to}
          step={step}
          value={value}
          disabled={disabled}
          onInput={({ currentTarget }) => {
            draft.value = undefined
            onChange(Number(currentTarget.value) + 0)
          }}
        />
      )}
      <input
        id={id}
        type="number"
        inputMode="decimal"
        min={limits.from}
        max={limits.to}
        step={step ?? 'any'}
        value={draft.value ?? String(value)}
        disabled={disabled}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        onBlur={() => {
          draft.value = undefined
        }}
      />
      {wrong === undefined ? null : (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  )
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
