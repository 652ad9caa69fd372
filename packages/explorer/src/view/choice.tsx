import { useId } from 'preact/hooks'

interface Properties<T extends string> {
  readonly legend: string
  readonly value: T
  readonly choices: readonly { readonly value: T; readonly label: string; readonly title?: string }[]
  readonly onChange: (value: T) => void
  readonly hidden?: boolean
}

/** One of a few: radio buttons side by side. */
export function Choice<T extends string>({ legend, value, choices, onChange, hidden = false }: Properties<T>) {
  const name = useId()
  return (
    <fieldset class="choice">
      <legend class={hidden ? 'unseen' : ''}>{legend}</legend>
      <div class="segments">
        {choices.map((choice) => (
          <label key={choice.value} title={choice.title}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
