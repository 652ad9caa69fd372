import { createRequire } from 'node:module'
import { positive } from '@gardner/core'
import { Resvg } from '@resvg/resvg-js'
import { FONT } from '../theme.js'

const require = createRequire(import.meta.url)
const files = ['DejaVuSansCondensed', 'DejaVuSansCondensed-Bold', 'DejaVuSansCondensed-Oblique'].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`),
)

/** The picture of an SVG text, `scale` pixels to one of its own; fonts are those that are shipped, on every machine. */
export function png(svg: string, { scale = 2 }: { readonly scale?: number } = {}): Uint8Array {
  positive('scale', scale)
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles: files, loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT },
  })
  return picture.render().asPng()
}
