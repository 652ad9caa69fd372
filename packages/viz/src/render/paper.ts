import { configOf, type Theme } from '../theme.js'
import { sizeOf } from './size.js'

/** The width of a figure in a journal: one of two columns, or the page. */
export type Paper = 'column' | 'page'

/** The same in millimetres, as the Physical Review has them. */
const millimetres: Readonly<Record<Paper, number>> = { column: 86, page: 178 }

/** Pixels of SVG, 96 to an inch, to a point of print and to a millimetre. */
const POINT = 96 / 72
const MILLIMETRE = 96 / 25.4

/** The approximate width of axes and legends; and the least width of all plots together. */
const BESIDE = 80
const NARROWEST = 100

/** Its width in pixels. */
export const widthOf = (paper: Paper): number => MILLIMETRE * millimetres[paper]

/** Pixels of the plots to begin with. */
export const plotsOf = (paper: Paper): number => Math.round(widthOf(paper)) - BESIDE

/** The letters of print, in pixels: small ones, and those of names. */
export const [SMALL, LARGE] = [8 * POINT, 9 * POINT]

/** The width that Vega assumes for a character of a title and subtitle: more than the real one. */
export const estimates: [title: number, under: number] = [0.8 * LARGE, 0.8 * SMALL]

/** The look in print: letters of 8 points, names of axes of 9, lines of one. */
export function configOnPaper(theme: Theme): { readonly [property: string]: unknown } {
  const config = configOf(theme) as { readonly [part: string]: object }
  return {
    ...config,
    padding: 1,
    axis: { ...config.axis, labelFontSize: SMALL, titleFontSize: LARGE, titlePadding: 5, labelPadding: 3 },
    legend: { ...config.legend, labelFontSize: SMALL, titleFontSize: SMALL, symbolSize: 50 },
    header: { ...config.header, labelFontSize: SMALL, titleFontSize: LARGE },
    title: { ...config.title, fontSize: LARGE, subtitleFontSize: SMALL, offset: 6 },
    line: { ...config.line, strokeWidth: POINT },
    point: { ...config.point, size: 22 },
    text: { ...config.text, fontSize: SMALL },
  }
}

/** A drawing as wide as the paper asks: the plots take the width that axes and legends leave, which is known only once drawn. */
export async function fitted(paper: Paper, draw: (width: number) => Promise<string>): Promise<string> {
  const wanted = widthOf(paper)
  let plots = plotsOf(paper)
  let drawing = await draw(plots)
  for (let tries = 0; tries < 6 && Math.abs(sizeOf(drawing)[0] - wanted) > 1; tries++) {
    plots = Math.max(NARROWEST, Math.floor(plots + wanted - sizeOf(drawing)[0]))
    drawing = await draw(plots)
  }
  const [width, height] = sizeOf(drawing)
  // what is still wider becomes smaller, and what is narrower has air at its right
  const room = Math.max(width, wanted)
  const sides = `width="${wanted.toFixed(2)}" height="${((height * wanted) / room).toFixed(2)}"`
  return drawing.replace(
    /(<svg [^>]*?) width="[^"]*" height="[^"]*" viewBox="[^"]*"/,
    `$1 ${sides} viewBox="0 0 ${room.toFixed(2)} ${height}"`,
  )
}
