import type { CriticalLoad } from './critical-loads.js'
import { written } from './figures.js'
import { type Html, html } from './html.js'

const DECIMALS = 6

/** A row for each machine and a column for each ansatz, to compare machines by. */
export function overview(loads: readonly CriticalLoad[]): Html {
  const ansatze = [...new Set(loads.flatMap(({ quantity, ansatz }) => (quantity === 'capacity' ? ansatz : [])))]
  const machines = [...new Set(loads.map(({ activation, weights }) => JSON.stringify([weights, activation])))]
    .map((machine): [string, string] => JSON.parse(machine))
    .sort(([a], [b]) => a.localeCompare(b))
  const cell = (quantity: CriticalLoad['quantity'], weights: string, activation: string, ansatz: string) => {
    const found = loads.find(
      (one) =>
        one.quantity === quantity && one.weights === weights && one.activation === activation && one.ansatz === ansatz,
    )
    const head = quantity === 'capacity' ? written(ansatz) : 'α_AT'
    return html`<td class="number" data-head="${head}">${found === undefined ? '' : shown(found)}</td>`
  }
  return html`<div class="wide" tabindex="0" role="group" aria-label="overview of critical loads"><table class="cards">
<caption>Capacities by each ansatz, and the load from which RS is unstable, to ${DECIMALS} decimals; ∞ diverges with K, none means stable at every load. Errors, remarks and published values stand in the table below.</caption>
<thead><tr><th scope="col">weights</th><th scope="col">activation</th>${ansatze.map((ansatz) => html`<th scope="col" class="number">${written(ansatz)}</th>`)}<th scope="col" class="number">α<sub>AT</sub></th></tr></thead>
<tbody>
${machines.map(
  ([
    weights,
    activation,
  ]) => html`<tr><td data-head="weights">${weights}</td><th scope="row">${written(activation)}</th>${ansatze.map(
    (ansatz) => cell('capacity', weights, activation, ansatz),
  )}${cell('instability', weights, activation, 'rs')}</tr>
`,
)}</tbody>
</table></div>
`
}

function shown({ quantity, load: { value } }: CriticalLoad): string {
  if (Number.isFinite(value)) return value.toFixed(DECIMALS)
  return Number.isNaN(value) ? 'not found' : quantity === 'capacity' ? '∞' : 'none'
}
