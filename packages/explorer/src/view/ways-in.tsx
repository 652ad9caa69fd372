import type { Explorer } from '../state/explorer.js'
import { presetOf, presets } from '../state/presets.js'

/** What the page is for, and what to look at first. */
export function WaysIn({ explorer }: { readonly explorer: Explorer }) {
  const shown = presetOf(explorer.settings.value)
  return (
    <section class="ways" aria-label="Examples">
      <p class="question">How much can a neural network store, and where are its solutions?</p>
      <div class="presets">
        {presets.map((preset) => (
          <button
            key={preset.name}
            type="button"
            class="small"
            aria-pressed={preset === shown}
            onClick={() => {
              explorer.set(preset.settings)
              if (preset.starts === true) explorer.run.start()
            }}
          >
            {preset.name}
          </button>
        ))}
      </div>
      {shown === undefined ? null : (
        <p class="look" role="status">
          {indexed(shown.look)}
        </p>
      )}
    </section>
  )
}

/** α_c with its index below the line. */
const indexed = (text: string) =>
  text.split(/(α_(?:c|AT))/).map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      <span key={i}>
        <i>α</i>
        <sub>{part.slice(2)}</sub>
      </span>
    ),
  )
