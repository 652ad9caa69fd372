import type { ReadonlySignal } from '@preact/signals'
import { Mark } from '../chart/mark.js'
import type { Entry } from '../figure/shown.js'

/** What the colours of a figure stand for; of a single one nothing needs to be said. */
export function Legend({ entries }: { readonly entries: ReadonlySignal<readonly Entry[]> }) {
  if (entries.value.length < 2) return null
  return (
    <ul class="legend" aria-label="Legend">
      {entries.value.map(({ label, title, index, filled }) => (
        <li key={index} title={title}>
          <Mark index={index} filled={filled} />
          <span>{label}</span>
        </li>
      ))}
    </ul>
  )
}
