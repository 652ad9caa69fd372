import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const file = (name: string): string => require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)

/** The files of the fonts that are shipped: they have α, q̂ and ½, and make pictures the same on every machine. */
export const fonts = {
  regular: file('DejaVuSansCondensed'),
  bold: file('DejaVuSansCondensed-Bold'),
  oblique: file('DejaVuSansCondensed-Oblique'),
} as const
