import { parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import type { Figure } from '../figure.js'
import { UNSEEN } from '../spec.js'
import { compiled, type Look } from './compile.js'
import { escaped } from './escape.js'
import { fitted } from './paper.js'
import { lowered } from './subscript.js'

/**
 * A figure as the text of an SVG file: the same text for the same figure wherever it is made. Coordinates are in
 * hundredths of a pixel; its title and its description with the caption are those of the file.
 */
export async function svg(figure: Figure, look: Look = {}): Promise<string> {
  const { paper } = look
  if (paper === undefined) return drawing(figure, look)
  return fitted(paper, (width) => drawing(figure, { ...look, width }))
}

async function drawing(figure: Figure, look: Look): Promise<string> {
  // the expressions of a specification are interpreted: nothing is ever compiled from text
  const view = new View(parse(compiled(figure, look) as never, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'none',
  } as never)
  try {
    return lowered(rounded(numbered(described((await view.toSVG()).replaceAll(UNSEEN, ''), figure), figure.name)))
  } finally {
    view.finalize()
  }
}

const described = (text: string, { title, description, caption }: Figure): string =>
  text.replace(
    /<svg [^>]*>/,
    (opening) =>
      `${opening.replace('<svg ', '<svg role="img" ')}<title>${escaped(title)}</title><desc>${escaped(`${description} ${caption}`)}</desc>`,
  )

/** Clips counted in each figure and named after it, so that figures of one page do not clip each other. */
function numbered(text: string, name: string): string {
  const ids = [...new Set(Array.from(text.matchAll(/ id="([^"]*)"/g), ([, id]) => id))]
  const own = new Map(ids.map((id, i) => [id, `${name.replace(/[^\w-]/g, '-')}-clip-${i}`]))
  return text
    .replace(/ id="([^"]*)"/g, (_, id) => ` id="${own.get(id)}"`)
    .replace(/url\(#([^)]*)\)/g, (whole, id) => (own.has(id) ? `url(#${own.get(id)})` : whole))
}

/** Attributes that are made of coordinates. */
const COORDINATES = / (d|transform|x|y|x1|x2|y1|y2|width|height|viewBox|points)="([^"]*)"/g

const rounded = (text: string): string =>
  text.replace(
    COORDINATES,
    (_, attribute, value) =>
      ` ${attribute}="${(value as string).replace(/-?\d*\.\d+(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) + 0))}"`,
  )
