import { parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import type { Figure } from '../figure.js'
import { compiled, type Look } from './compile.js'

/**
 * A figure as the text of an SVG file: the same text for the same figure wherever it is made. Coordinates are in
 * hundredths of a pixel.
 */
export async function svg(figure: Figure, look: Look = {}): Promise<string> {
  // the expressions of a specification are interpreted: nothing is ever compiled from text
  const view = new View(parse(compiled(figure, look) as never, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'none',
  } as never)
  try {
    return rounded(renumbered(await view.toSVG()))
  } finally {
    view.finalize()
  }
}

/** Attributes that are made of coordinates. */
const COORDINATES = / (d|transform|x|y|x1|x2|y1|y2|width|height|points)="([^"]*)"/g

const rounded = (text: string): string =>
  text.replace(
    COORDINATES,
    (_, attribute, value) =>
      ` ${attribute}="${(value as string).replace(/-?\d*\.\d+(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) + 0))}"`,
  )

/** Vega counts clips and gradients through the life of a program; here they are counted from the first of the figure. */
function renumbered(text: string): string {
  const numbers = new Map<string, number>()
  return text.replace(/(\bid="|url\(#|href="#)([a-z]+_?)(\d+)(?=[")])/gi, (_, before, word, number) => {
    const name = `${word}${number}`
    numbers.set(name, numbers.get(name) ?? numbers.size)
    return `${before}${word}${numbers.get(name)}`
  })
}
