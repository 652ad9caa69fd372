import { darkColours, lightColours } from '../palette.js'

/** The style of figures on a page; the rest of the page has its own. */
export const style = `
figure[data-gardner] { margin: 0 0 2.5rem; }
figure[data-gardner] svg { max-width: 100%; height: auto; display: block; }
.gardner-below { display: none; }
@media screen and (max-width: 720px) { .gardner-beside { display: none; } .gardner-below { display: block; } }
.gardner-live svg { max-width: none; }
.gardner-answers .gardner-drawing { display: none; }
figure[data-gardner] sub { line-height: 0; }
figure[data-gardner] figcaption { max-width: 44rem; }
figure[data-gardner] table { border-collapse: collapse; font-size: 0.85em; font-variant-numeric: tabular-nums; }
figure[data-gardner] th, figure[data-gardner] td { padding: 0.1rem 0.7rem 0.1rem 0; text-align: left; border-bottom: 1px solid rgb(128 128 128 / 0.3); }
.gardner-rows { max-height: 24rem; overflow: auto; }
.gardner-tools { margin: 0.4rem 0; font-size: 0.9em; display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: baseline; }
.gardner-tools button { font: inherit; color: inherit; background: none; border: 1px solid currentColor; border-radius: 4px; padding: 0 0.5rem; cursor: pointer; }
.gardner-tooltip { position: fixed; z-index: 10; pointer-events: none; padding: 0.3rem 0.6rem; border-radius: 4px; font-size: 0.85rem; line-height: 1.35; background: #1b1e23; color: #fff; box-shadow: 0 0 0 1px rgb(255 255 255 / 0.3); }
@media print {
  .gardner-answers .gardner-drawing { display: block; }
  .gardner-live, .gardner-tools, .gardner-tooltip, figure[data-gardner] details { display: none; }
  figure[data-gardner] { break-inside: avoid; }
}
`

/** Style of a page of figures: light or dark as the reader has it, and light in print. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1e23; --ground: #fff; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --ground: #16181d; --link: #8ab4f8; ${darkColours} } }
@media print { :root { color-scheme: light; ${lightColours} --ink: #000; --ground: #fff; } }
body { color: var(--ink); background: var(--ground); font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
a { color: var(--link); }
`
