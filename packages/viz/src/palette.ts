/**
 * Colours that differ for every kind of colour vision, in print and on dark ground: those of Okabe and Ito (2008), yellow
 * left out, which is lost on white.
 */
export const palette: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#7f7f7f',
  '#8c5fd3',
]

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
