import { useSignal, useSignalEffect } from '@preact/signals'
import type { Explorer } from '../state/explorer.js'
import { digits } from './digits.js'

/** A message is announced when nothing has changed for this long, in ms. */
const REST = 1200

/** Tells who listens what was found, once it no longer changes. */
export function Announcer({ explorer }: { readonly explorer: Explorer }) {
  const said = useSignal('')
  useSignalEffect(() => {
    const parts = explorer.cards.value.map((card, i) => {
      const rs = card.thresholds.known.value?.value.capacity.rs
      const q = card.stabilities.known.value?.value.at?.q
      const capacity = rs === undefined ? '' : `, capacity ${digits(rs.value, Math.max(rs.error, 5e-5))}`
      return `${explorer.names.value[i]}${capacity}${q === undefined ? '' : `, overlap ${digits(q, 5e-4)}`}`
    })
    const text = `Load ${explorer.alpha.value}: ${parts.join('; ')}.`
    const timer = setTimeout(() => {
      said.value = text
    }, REST)
    return () => clearTimeout(timer)
  })
  return (
    <p class="unseen" role="status" aria-live="polite">
      {said.value}
    </p>
  )
}
