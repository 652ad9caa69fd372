import { digits, seconds, uncertainty } from '@gardner/results'
import { type Figure, svg } from '@gardner/viz'
import type { Agreement } from './agreement.js'
import type { CriticalLoad } from './critical-loads.js'
import { criticalLoads } from './critical-loads.js'
import { written } from './figures.js'
import { type Answered, type Findings, failures } from './findings.js'
import { typed } from './folder.js'
import { Html, html } from './html.js'
import { overview } from './report-overview.js'
import { style } from './report-style.js'
import type { SimulationPage } from './simulation.js'
import type { Study } from './study.js'

/** The content of the page. */
export interface PageContent {
  readonly study: Study
  /** The line that was typed. */
  readonly command: string
  readonly found: Findings
  readonly versions: Readonly<Record<string, string>>
  /** Of this run, which may have gone on from another. */
  readonly elapsed: number
}

/**
 * A study as one page that needs nothing beside it: its numbers beside those that were published, its figures, and what was run. Times
 * are in elements of class `time`; all else is the same whenever and by however many threads the study is done.
 */
export async function reportPage(content: PageContent): Promise<string> {
  const { study, command, found } = content
  const { datasets, figures } = found
  const simulation = await found.simulation?.page()
  const drawn = [...datasets.flatMap(({ figure }) => figure ?? []), ...figures]
  const drawings = await Promise.all(drawn.map(drawing))
  const loads = datasets.flatMap(({ lines, outcomes }) => criticalLoads(study.published, lines, outcomes))
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${study.title} · gardner reproduce ${study.name}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<h1>${study.title}</h1>
<p>${study.reference}</p>
<p>Made by <code>${command}</code>. ${study.notes.map((note) => `${note} `)}</p>
</header>
<main>
${loads.length === 0 ? '' : numbers(loads)}
${verdicts(found, simulation)}
${
  drawings.length === 0
    ? ''
    : html`<section aria-labelledby="figures"><h2 id="figures">Figures</h2>
${drawings}
</section>`
}
${simulation?.section ?? ''}
${whatWasRun(content, simulation)}
</main>
</body>
</html>`.text
  }\n`
}

/** `Figure 3, robustness (ours)`: a number alone is that of the paper. */
const labelOf = (name: string): string =>
  name
    .replace(/^(figure-\d)-(.*)/, '$1, $2 (ours)')
    .replaceAll('-', ' ')
    .replace(/^./, (first) => first.toUpperCase())

/** A figure with its caption and the files it is in. */
async function drawing(figure: Figure): Promise<Html> {
  const { name, title, caption } = figure
  const [wide, narrow] = await Promise.all([
    svg(figure, { theme: 'page' }),
    svg({ ...figure, name: `${name}-narrow` }, { theme: 'page', column: true }),
  ])
  const files = ['svg', 'png', 'csv', 'json'].map((ending, i) => [
    i === 0 ? '' : ', ',
    html`<a href="${name}.${ending}">${ending.toUpperCase()}</a>`,
  ])
  return html`<figure id="${name}">
<div class="drawing" role="group" aria-label="${title}"><div class="beside">${new Html(wide)}</div><div class="below">${new Html(narrow)}</div></div>
<figcaption><strong>${labelOf(name)}.</strong> ${lowered(caption)}
<span class="files">Beside this page: ${files}.</span></figcaption>
</figure>
`
}

/** Text with what is written below a letter as such: `d_min`. */
const lowered = (text: string): readonly (string | Html)[] =>
  text.split(/(?<=\p{L})_(\p{L}+|\d+)/u).map((part, i) => (i % 2 === 0 ? part : html`<sub>${part}</sub>`))

const quantities = { capacity: html`capacity α<sub>c</sub>`, instability: html`instability α<sub>AT</sub>` }

function numbers(loads: readonly CriticalLoad[]): Html {
  const reasons = [...new Set(loads.flatMap(({ load }) => load.reason ?? []))]
  const citations = [...new Set(loads.flatMap(({ published }) => published?.citation ?? []))]
  // a mark stands in a cell of its own: joined to a number it would be copied, and read out, as its last digit
  const mark = (reason: string | undefined) => {
    if (reason === undefined) return ''
    const number = reasons.indexOf(reason) + 1
    return html`<a href="#remark-${number}" aria-label="remark ${number}">(${number})</a>`
  }
  const source = (citation: string | undefined) => {
    if (citation === undefined) return ''
    const name = letter(citations.indexOf(citation))
    return html`<a href="#source-${name}" aria-label="source ${name}">(${name})</a>`
  }
  const ours = decimals(loads.map(({ quantity, load }) => shownLoad(quantity, load)))
  const theirs = decimals(loads.map(({ published }) => published?.digits ?? '–'))
  const row = ({ quantity, activation, weights, ansatz, load, published }: CriticalLoad, i: number) => html`<tr>
<th scope="row">${quantities[quantity]}</th><td data-head="machine">${written(activation)}, ${weights}</td><td data-head="ansatz">${written(ansatz)}</td>
${ours[i]('ours')}<td class="number" data-head="±">${uncertainty(load.error)}</td><td data-head="remark">${mark(load.reason)}</td>
${theirs[i]('published')}<td data-head="source">${source(published?.citation)}</td><td data-head="agreement">${published === undefined ? '–' : agreementText(published)}</td>
</tr>
`
  return html`<section aria-labelledby="numbers"><h2 id="numbers">Numbers</h2>
${machineCount(loads) > COMPARED ? overview(loads) : ''}<div class="wide" tabindex="0" role="group" aria-label="table of critical loads"><table class="cards">
<caption>Critical loads α = P/N as K → ∞ at margin κ = 0. ± is a bound on the numerical error of ours. A published number agrees where ours is rounded to it; the difference, ours less published, is in units of its last digit. The digits of a published number are those we know, which may be more than the paper prints.</caption>
<thead><tr><th scope="col">quantity</th><th scope="col">machine</th><th scope="col">ansatz</th><th scope="col" class="number">ours</th><th scope="col" class="number">±</th><th scope="col">remark</th><th scope="col" class="number">published</th><th scope="col">source</th><th scope="col">agreement</th></tr></thead>
<tbody>
${loads.map(row)}</tbody>
</table></div>
${citations.length === 0 ? '' : html`<ul class="citations">${citations.map((citation, i) => html`<li id="source-${letter(i)}">(${letter(i)}) ${citation}</li>`)}</ul>`}
${reasons.length === 0 ? '' : html`<ul class="remarks">${reasons.map((reason, i) => html`<li id="remark-${i + 1}">(${i + 1}) ${reason}</li>`)}</ul>`}
</section>`
}

/** More machines than that are hard to compare in a list. */
const COMPARED = 4

const machineCount = (loads: readonly CriticalLoad[]): number =>
  new Set(loads.map(({ activation, weights }) => `${activation} ${weights}`)).size

/** Cells of a column of numbers whose decimal points stand below each other: by room behind them, not by characters. */
function decimals(texts: readonly string[]): readonly ((head: string) => Html)[] {
  const behind = texts.map((text) => (/^[−\d.e]+$/.test(text) && text.includes('.') ? text.split('.')[1].length : -1))
  const most = Math.max(...behind)
  return texts.map((text, i) => {
    const room = behind[i] < 0 || behind[i] === most ? '' : new Html(` style="--room: ${most - behind[i]}ch"`)
    return (head) => html`<td class="number" data-head="${head}"${room}>${text}</td>`
  })
}

const letter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index)

function shownLoad(quantity: CriticalLoad['quantity'], { value, error }: CriticalLoad['load']): string {
  if (Number.isFinite(value)) return digits(value, error)
  return Number.isNaN(value) ? 'not found' : quantity === 'capacity' ? '∞' : 'none'
}

function agreementText({ agrees, difference }: Agreement): string {
  const apart = `${difference < 0 ? '−' : '+'}${Math.abs(difference).toPrecision(2)}`
  return agrees ? `agrees (${apart})` : `differs by ${apart} of the last digit`
}

/** What did not come to an answer, said plainly. */
function verdicts({ datasets, parts }: Findings, simulation: SimulationPage | undefined): Html {
  const failed = failures(datasets)
  return html`<section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts</h2>
${
  failed.length === 0
    ? html`<p>All ${parts} parts came to an answer. Loads that are infinite or absent are answers; the remarks say why.</p>`
    : html`<p>${failed.length} of ${parts} parts did not converge:</p>
<ul>${failed.map(({ line, reason }) => html`<li><code>${typed(line)}</code>: ${reason}</li>`)}</ul>`
}
${simulation?.verdict ?? ''}
</section>`
}

/** A cell with a time, which is never the same. */
export const time = (value: number): Html => html`<td class="number time">${seconds(value)}</td>`

function whatWasRun(
  { found: { datasets }, versions, elapsed }: PageContent,
  simulation: SimulationPage | undefined,
): Html {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const of = ({ outcomes }: Answered) => sum(outcomes.map((outcome) => outcome?.seconds ?? 0))
  const rows = [
    ...datasets.map((dataset) => ({ name: dataset.name, parts: dataset.lines.length, took: of(dataset) })),
    ...(simulation?.times ?? []),
  ]
  return html`<section aria-labelledby="run"><h2 id="run">What was run</h2>
<div class="wide" tabindex="0" role="group" aria-label="table of times"><table>
<caption>Parts and the time it took to compute them, all threads added up.</caption>
<thead><tr><th scope="col">part</th><th scope="col" class="number">lines or instances</th><th scope="col" class="number">time</th></tr></thead>
<tbody>
${rows.map(({ name, parts, took }) => html`<tr><th scope="row">${name}</th><td class="number">${parts}</td>${time(took)}</tr>\n`)}<tr><th scope="row">this run, from its start to this page</th><td></td>${time(elapsed)}</tr>
</tbody>
</table></div>
<p>Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.</p>
${datasets.map(
  ({ name, title, lines, outcomes }) => html`<details><summary>${name}: ${title}, ${lines.length} lines</summary>
<div class="wide" tabindex="0" role="group" aria-label="lines of ${name}"><table>
<thead><tr><th scope="col">line</th><th scope="col">verdict</th><th scope="col" class="number">time</th></tr></thead>
<tbody>
${lines.map((line, i) => {
  const outcome = outcomes[i]
  const verdict = outcome?.kind === 'done' ? outcome.verdict : 'stalled'
  return html`<tr><td><code>${typed(line)}</code></td><td>${verdict}</td>${time(outcome?.seconds ?? 0)}</tr>\n`
})}</tbody>
</table></div></details>
`,
)}
${simulation?.details ?? ''}
</section>`
}
