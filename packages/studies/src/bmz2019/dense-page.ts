import { written } from '../figures.js'
import { type Html, html } from '../html.js'
import { time } from '../report-page.js'
import type { SimulationPage } from '../simulation.js'
import { denseCells } from './dense-cells.js'
import { type DenseRegions, SHOWN_FLIPS, THEORIES } from './dense-regions.js'
import type { Simulated } from './simulated.js'

/** The machines of finite size as sections of the report page. */
export const densePage = (dense: DenseRegions, simulated: readonly Simulated[]): SimulationPage => ({
  verdict: verdictOf(simulated),
  section: finiteMachines(dense, simulated),
  times: simulated.flatMap(({ result: { machine }, sampled, theory }) => {
    const name = `figure-3-simulation, ${written(machine.activation)}`
    return [
      { name, parts: sampled.length, took: sampled.reduce((sum, one) => sum + one.seconds, 0) },
      { name: `${name}: theory`, parts: THEORIES, took: theory },
    ]
  }),
  details: simulated.map(
    ({
      result: { machine },
      sampled,
    }) => html`<details><summary>figure-3-simulation: ${written(machine.activation)}, ${sampled.length} instances</summary>
<p>The lines that sample them stand in <a href="figure-3-instances.csv">figure-3-instances.csv</a>.</p>
<table>
<thead><tr><th scope="col">seed</th><th scope="col">verdict</th><th scope="col" class="number">sweeps</th><th scope="col" class="number">time</th></tr></thead>
<tbody>
${sampled.map(({ region: { seed, sample }, seconds: took }) => html`<tr><th scope="row">${seed}</th><td>${sample.verdict}</td><td class="number">${sample.sweeps}</td>${time(took)}</tr>\n`)}</tbody>
</table></details>
`,
  ),
})

function verdictOf(simulated: readonly Simulated[]): Html {
  const unsolved = simulated.flatMap(({ result: { machine, regions } }) =>
    regions
      .filter(({ sample }) => sample.errors.some((errors) => errors > 0))
      .map(({ seed, sample }) => ({ machine, seed, errors: sample.errors })),
  )
  if (unsolved.length === 0) return html`<p>In all instances every replica stores all patterns.</p>`
  return html`<p>Replicas that do not store all patterns: ${unsolved
    .map(({ machine, seed, errors }) => `${written(machine.activation)}, seed ${seed}: ${errors.join(', ')} errors`)
    .join('; ')}.</p>`
}

function finiteMachines(dense: DenseRegions, simulated: readonly Simulated[]): Html {
  const heads = [
    'N',
    'K',
    'instances',
    'd',
    '±',
    'errors',
    '½∫|P − theory|',
    'the same, finite units',
    'wrong, replicas',
    'wrong, barycentre',
  ]
  const rows = simulated.map(
    ({ result }) =>
      html`<tr><th scope="row">${written(result.machine.activation)}</th>${denseCells(result).map((cell, i) => html`<td class="number" data-head="${heads[i]}">${cell}</td>`)}</tr>
`,
  )
  return html`<section aria-labelledby="finite"><h2 id="finite">Finite machines</h2>
<div class="wide" tabindex="0" role="group" aria-label="table of finite machines"><table class="cards">
<caption>Replicas in dense regions of binary machines at α = ${dense.alpha}: their distance d with its standard error, patterns per replica that are not stored, how far P(Δ) is from the theory (0: the same, 1: nothing shared), of units with infinitely many inputs and with as many as there are, and the probability of a wrong output with ${100 * SHOWN_FLIPS} % of the inputs flipped.</caption>
<thead><tr><th scope="col">activation</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
<p>Size <code>${dense.name}</code>; seeds 1 to ${dense.instances}, which make the patterns, the labels and the chains. Schedule, stage by stage:</p>
<ol>${dense.schedule.stages.map((stage) => html`<li><code>${JSON.stringify(stage)}</code></li>`)}</ol>
</section>`
}
