import { wholeNumber } from '@gardner/core'
import type { Look, Paper } from '@gardner/viz'
import { numeral } from '../option/numeral.js'
import { usageError } from '../session/failure.js'

/** No axis and no letter has room in less. */
const SMALLEST = 100
const LARGEST = 10_000

const papers: readonly Paper[] = ['column', 'page']

/** `--width`: pixels of the plot, or what a journal has room for. */
export function widthOf(text: string): Pick<Look, 'width' | 'paper'> {
  const paper = papers.find((name) => name === text)
  return paper === undefined ? { width: pixels('width', text, 'column, page or a whole number of pixels') } : { paper }
}

export const heightOf = (text: string): Pick<Look, 'height'> => ({
  height: pixels('height', text, 'a whole number of pixels'),
})

function pixels(name: string, text: string, expected: string): number {
  const value = wholeNumber(name, numeral(name, text, expected), 1)
  if (value < SMALLEST) throw usageError(`invalid ${name}: ${value}; expected at least ${SMALLEST} pixels`)
  if (value > LARGEST) throw usageError(`invalid ${name}: ${value}; expected at most ${LARGEST} pixels`)
  return value
}
