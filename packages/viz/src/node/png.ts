import { GardnerError, positive } from '@gardner/core'
import { Resvg } from '@resvg/resvg-js'
import { sizeOf } from '../render/size.js'
import { FONT } from '../theme.js'
import { fonts } from './fonts.js'

/** A pixel takes four bytes, and more while it is drawn. */
const MOST_PIXELS = 1e8

/** The picture of an SVG text, `scale` pixels to one of its own; fonts are those that are shipped, on every machine; throws INVALID_OPTION beyond 10⁸ pixels. */
export function png(svg: string, { scale = 2 }: { readonly scale?: number } = {}): Uint8Array {
  positive('scale', scale)
  const [width, height] = sizeOf(svg)
  const pixels = width * height * scale ** 2
  if (pixels > MOST_PIXELS) {
    throw new GardnerError(
      'INVALID_OPTION',
      `the picture would have ${Math.round(pixels / 1e6)} million pixels; expected at most ${MOST_PIXELS / 1e6} million: make it smaller, or its scale`,
    )
  }
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles: Object.values(fonts), loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT },
  })
  return picture.render().asPng()
}
