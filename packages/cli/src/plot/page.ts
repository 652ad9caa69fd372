import { csv, type Figure, type Look, svg } from '@gardner/viz'
import { Html, html } from '../reproduction/html.js'

const style = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1e23; background: #fff; }
figure { margin: 0 0 2.5rem; }
figure > div { overflow-x: auto; }
figcaption { max-width: 42rem; }
svg { max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) { body { color: #e6e8eb; background: #16181d; } a { color: #8ab4f8; } }
`

/** Figures as one page that needs nothing beside it: each with its caption and its numbers. */
export async function page(figures: readonly Figure[], look: Look): Promise<string> {
  const drawn = await Promise.all(figures.map((figure) => shown(figure, look)))
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${figures[0].title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
${drawn}</main>
</body>
</html>`.text
  }\n`
}

async function shown(figure: Figure, look: Look): Promise<Html> {
  const { name, title, caption, description } = figure
  // the ids of a drawing are made those of this figure alone
  const text = (await svg(figure, { ...look, theme: 'page' }))
    .replace(/\bid="([^"]+)"/g, `id="${name}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${name}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#${name}-$1"`)
    .replace('<svg ', html`<svg role="img" aria-label="${`${title}. ${description}`}" `.text)
  const data = `data:text/csv;charset=utf-8,${encodeURIComponent(csv(figure))}`
  return html`<figure>
<div>${new Html(text)}</div>
<figcaption>${caption} <a href="${data}" download="${name}.csv">Numbers as CSV</a></figcaption>
</figure>
`
}
