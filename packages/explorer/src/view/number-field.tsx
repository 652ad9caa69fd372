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
  readonly id?: string
}

/** A number to type, with a slider where there is a usual range. What is no number in bounds is said, and not taken. */
export function NumberField({ label, value, limits, step, slider, disabled, onChange, id: given }: Properties) {
  const made = useId()
  const id = given ?? made
  // what is being typed and is not a value yet
  const draft = useSignal<string | undefined>(undefined)
  // what was left in the field and not taken: said until something else is typed
  const refused = useSignal<string | undefined>(undefined)
  const expected = draft.value === undefined ? undefined : outOf(limits, numberOf(draft.value))
  const wrong = expected ?? refused.value
  const take = (text: string) => {
    const number = numberOf(text)
    draft.value = text
    refused.value = undefined
    if (outOf(limits, number) === undefined) onChange(number + 0)
  }
  const leave = () => {
    if (draft.value !== undefined && expected !== undefined) {
      const what = draft.value.trim() === '' ? 'that' : draft.value.trim().replace('-', '−')
      refused.value = `${what} is not taken: ${expected}`
    }
    draft.value = undefined
  }
  return (
    <div class="field">
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
            refused.value = undefined
            onChange(Number(currentTarget.value) + 0)
          }}
        />
      )}
      <input
        id={id}
        type="number"
        inputMode="decimal"
        min={step === undefined ? limits.from : firstStep(limits, step)}
        max={limits.to}
        step={step ?? 'any'}
        value={draft.value ?? String(value)}
        disabled={disabled}
        aria-invalid={expected !== undefined}
        aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        onBlur={leave}
      />
      {wrong === undefined ? null : (
        <p class="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** Arrow keys count steps from the smallest value: that has to be a multiple of the step, or 0.7 goes to 0.701. */
const firstStep = ({ from }: Bounds, step: number): number =>
  Number((Math.ceil(from / step - 1e-9) * step).toPrecision(12))
