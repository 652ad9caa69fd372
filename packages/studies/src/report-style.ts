import { darkColours } from '@gardner/viz'

/** How a report looks: on screens light and dark, wide and narrow, and on paper. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1e23; --soft: #565d68; --ground: #ffffff; --line: #d5d9df; --link: #005a9c; --band: #f5f6f8; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --soft: #a9b0bb; --ground: #16181d; --line: #383d46; --link: #7cc0f5; --band: #1e2127; ${darkColours} }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 66rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; color: var(--ink); background: var(--ground);
  font: 1rem/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
h1 { font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; }
a { color: var(--link); }
code { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; font-size: 0.85em; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
.wide + .wide { margin-top: 2rem; }
.wide:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.4; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.6rem; max-width: min(60rem, calc(100vw - 2.5rem)); }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; vertical-align: top; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
thead th { border-bottom: 1px solid var(--ink); }
tbody tr { border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number { padding-right: calc(0.9rem + var(--room, 0ch)); }
thead .number { white-space: normal; }
sup, sub { line-height: 0; }
.citations, .remarks { color: var(--soft); font-size: 0.85rem; list-style: none; padding-left: 0; }
figure { margin: 0 0 2.5rem; break-inside: avoid; }
figure svg { display: block; height: auto; max-width: 100%; color: var(--ink); }
.below { display: none; }
figcaption { font-size: 0.9rem; max-width: 60rem; margin-top: 0.4rem; }
.files { color: var(--soft); }
details { margin: 0.5rem 0; }
summary { cursor: pointer; }
/* a phone: plots below each other, and each row of numbers as a card, so that none is cut */
@media screen and (max-width: 600px) {
  .beside { display: none; }
  .below { display: block; }
  .cards thead { display: none; }
  .cards, .cards tbody, .cards tr, .cards caption { display: block; }
  .cards tbody tr { padding: 0.6rem 0; }
  .cards tbody th { display: block; font-weight: 600; padding: 0; }
  .cards td { display: flex; justify-content: space-between; gap: 1rem; padding: 0.1rem 0; text-align: right; overflow-wrap: anywhere; }
  .cards td.number { white-space: normal; padding-right: 0; }
  .cards td:empty { display: none; }
  .cards td::before { content: attr(data-head); color: var(--soft); white-space: nowrap; text-align: left; }
  .citations, .remarks, figcaption, code { overflow-wrap: anywhere; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .wide { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding-right: 0.5rem; }
  a { color: inherit; text-decoration: none; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`
