import { useSignal, useSignalEffect } from '@preact/signals'
import type { Card } from '../state/card.js'

/** Milliseconds before it is said that something takes its time, and from one word of it to the next. */
const PATIENCE = 300
const TICK = 100

/** What the first curve of a machine waits for, and for how long. */
export function Waiting({ card }: { readonly card: Card }) {
  const elapsed = useSignal(0)
  useSignalEffect(() => {
    const since = card.waiting.value
    elapsed.value = 0
    if (since === undefined) return undefined
    const timer = setInterval(() => {
      elapsed.value = performance.now() - since
    }, TICK)
    return () => clearInterval(timer)
  })
  if (card.waiting.value === undefined || elapsed.value < PATIENCE) return null
  const { name, kernel } = card.activation.value
  return (
    <p class="waiting">
      <span class="spinner" aria-hidden="true" />
      <span role="status">
        {kernel === undefined ? `deriving the kernel of ${name.replace(/^formula:/, '')} …` : 'solving …'}
      </span>{' '}
      <span class="elapsed" aria-hidden="true">
        {(elapsed.value / 1000).toFixed(1)} s
      </span>
    </p>
  )
}
