import { GardnerError, invalid } from '@gardner/core'
import { csv } from '../csv.js'
import type { Figure, Row, Value } from '../figure.js'
import { compiled, type Look } from './compile.js'
import { escaped } from './escape.js'
import { interactive } from './interactive.js'
import { program } from './program.js'
import { pageStyle, style } from './style.js'
import { loweredHtml } from './subscript.js'
import { svg } from './svg.js'
import { untitled } from './untitled.js'

/** The size of the plots; a page knows its own colours. */
export type Size = Pick<Look, 'width' | 'height'>

/**
 * A figure as a piece of a page: the drawing in the colours of the page, its caption, its files, its rows as a table, and
 * the specification that {@link script} makes answer to the pointer. The page has {@link style} in its head.
 */
export async function embedded(figure: Figure, size: Size = {}): Promise<string> {
  return piece(figure, figure, size)
}

/** {@link embedded} with another figure as the file: one that shows its title. */
async function piece(figure: Figure, filed: Figure, size: Size, fileSize = size): Promise<string> {
  const { name, caption, rows } = figure
  const id = escaped(name.replace(/[^\w-]/g, '-'))
  const [drawing, narrow, file] = await Promise.all([
    svg(figure, { ...size, theme: 'page' }),
    svg({ ...figure, name: `${name}-narrow` }, { theme: 'page', column: true }),
    svg(filed, fileSize),
  ])
  const spec = compiled(interactive(figure), { ...size, theme: 'page' })
  return `<figure id="${id}" role="group" aria-labelledby="${id}-caption" data-gardner>
<div class="gardner-drawing"><div class="gardner-beside">${drawing}</div><div class="gardner-below">${narrow}</div></div>
<div class="gardner-live" hidden></div>
<figcaption id="${id}-caption">${words(caption)}</figcaption>
<div class="gardner-tools">
<a download="${escaped(name)}.csv" href="${link('text/csv', csv(figure))}">Numbers as CSV</a>
<a download="${escaped(name)}.svg" href="${link('image/svg+xml', file)}">Picture as SVG</a>
<button type="button" class="gardner-again" hidden title="Drag to move, hold Ctrl or ⌘ and turn the wheel to zoom">Show all again</button>
</div>
<details><summary>Numbers as a table, ${rows.length} rows</summary><div class="gardner-rows" tabindex="0">${table(rows)}</div></details>
<script type="application/json">${inScript(JSON.stringify(spec))}</script>
</figure>
`
}

/** The program that makes the {@link embedded} figures of a page interactive; `runtime` is the text of Vega. */
export function script(runtime: string): string {
  if (typeof runtime !== 'string' || !runtime.includes('vega')) {
    throw invalid('runtime of a page', runtime, 'the text of Vega, as runtime() of @gardner/viz/node gives it')
  }
  return scriptsOf(runtime)
    .map((text) => `<script>${text}</script>\n`)
    .join('')
}

const scriptsOf = (runtime: string): readonly string[] => [inProgram(runtime), inProgram(program)]

/** The content security policy of a page: it shows what is in it and runs its own two programs, which compile nothing from text. */
async function policyOf(runtime: string | undefined): Promise<string> {
  const hashes = await Promise.all((runtime === undefined ? [] : scriptsOf(runtime)).map(hashOf))
  const scripts = hashes.length === 0 ? "'none'" : hashes.map((hash) => `'sha256-${hash}'`).join(' ')
  return `default-src 'none'; script-src ${scripts}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}

export interface PageOptions extends Size {
  readonly title: string
  /** The text of Vega; without it the page shows drawings and runs nothing. */
  readonly runtime?: string
  /** One or more sentences under the title. */
  readonly remark?: string
  /** BCP 47 (default: en). */
  readonly language?: string
}

/** Figures as one self-contained document, without other files or a network. */
export async function page(figures: readonly Figure[], options: PageOptions): Promise<string> {
  const { title, runtime, remark, language = 'en', ...size } = options
  if (!Array.isArray(figures) || figures.length === 0) throw invalid('figures of a page', figures, 'a non-empty list')
  if (typeof title !== 'string' || title === '') throw invalid('title of a page', title, 'a text')
  const names = (figures as readonly Figure[]).map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) {
    throw new GardnerError('DUPLICATE_NAME', `two figures of a page are called ${twice}: give each a name of its own`)
  }
  const bodies = await Promise.all(
    (figures as readonly Figure[]).map((figure) =>
      piece(
        figure.title === title ? { ...figure, spec: untitled(figure.spec) } : figure,
        figure,
        sizeOnPage(figure, size),
        size,
      ),
    ),
  )
  const policy = await policyOf(runtime)
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<style>${pageStyle}${style}</style>
</head>
<body>
<main>
<h1>${words(title)}</h1>
${remark === undefined ? '' : `<p>${words(remark)}</p>\n`}${bodies.join('')}</main>
${runtime === undefined ? '' : script(runtime)}</body>
</html>
`
}

/** Pixels of a plot that has a page to itself. */
const [WIDE, HIGH] = [720, 400]

/** As wide as the page has room for beside legends; plots side by side are so already, and rows of names are as high as they are. */
function sizeOnPage({ spec }: Figure, { width, height }: Size): Size {
  const {
    hconcat,
    vconcat = [],
    height: own,
  } = spec as { hconcat?: unknown; vconcat?: readonly object[]; height?: unknown }
  const beside = hconcat !== undefined || vconcat.some((row) => 'hconcat' in row)
  if (width !== undefined || beside) return { width, height }
  return { width: WIDE, height: height ?? (typeof own === 'number' ? HIGH : undefined) }
}

const words = (text: string): string => loweredHtml(escaped(text))

const link = (type: string, text: string): string => `data:${type};charset=utf-8,${encodeURIComponent(text)}`

/** Digits of a table; files have all of them. */
const DIGITS = 6

function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: Value | undefined) =>
    value === null || value === undefined
      ? ''
      : typeof value === 'number'
        ? Number.isFinite(value)
          ? String(Number(value.toPrecision(DIGITS)))
          : '∞'
        : words(String(value))
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('')
  const line = (row: Row) => `<tr>${columns.map((column) => `<td>${cell(row[column])}</td>`).join('')}</tr>`
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.map(line).join('\n')}</tbody></table>`
}

/** JSON that cannot end its element. */
const inScript = (json: string): string =>
  json.replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A program that cannot end its element; `<\/script` and `<\!--` are the same in strings and expressions. */
const inProgram = (text: string): string => text.replace(/<(\/script|!--)/gi, '<\\$1')
