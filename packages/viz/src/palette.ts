/**
 * Colours that differ for every kind of colour vision and in print: those of Okabe and Ito (2008) without yellow, the paler ones
 * darker, so that each has a contrast of three and more on white.
 */
export const palette: readonly string[] = [
  '#0066b2',
  '#c74d00',
  '#009066',
  '#c0609a',
  '#3d97d0',
  '#b78900',
  '#7a7a7a',
  '#7a45c9',
]

/** The same hues in the same order on dark ground, with a contrast of 4.5 and more. */
export const darkPalette: readonly string[] = [
  '#4998d5',
  '#ef7d2e',
  '#23c387',
  '#da8fbe',
  '#8ccdf5',
  '#f0b93a',
  '#a0a0a0',
  '#a587f4',
]

/** The name by which a page that is light and dark knows a colour: it is that of light ground where the page does not say. */
const onPage = palette.map((colour, i) => `var(--gardner-${i + 1}, ${colour})`)

/** The colours on each ground. */
export const palettes = { light: palette, dark: darkPalette, page: onPage } as const

const properties = (colours: readonly string[]): string =>
  colours.map((colour, i) => `--gardner-${i + 1}: ${colour};`).join(' ')

/** What a page says about its colours on dark ground, and on light where that was said before: properties of CSS. */
export const darkColours: string = properties(darkPalette)
export const lightColours: string = properties(palette)

/** Dashes in the same order; the first is a line. */
export const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 2],
  [8, 2, 2, 2],
  [4, 2],
  [12, 3],
  [1, 4],
  [10, 2, 2, 2, 2, 2],
]

/** Shapes of points, so that colour is never the only difference. */
export const shapes: readonly string[] = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down']

/** What stands for a line among the points of a legend: a bar as thin as a line. */
export const LINE_SHAPE = 'M-1.2,-0.16H1.2V0.16H-1.2Z'
