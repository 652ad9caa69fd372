import { GardnerError } from '@gardner/core'

/** What is wrong with a formula, and where: a page underlines `length` characters from `index` on, counted from 0. */
export class FormulaError extends GardnerError {
  readonly index: number
  readonly length: number
  /** What is wrong, without the formula and without the place. */
  readonly problem: string

  constructor(text: string, problem: string, index: number, length = 1) {
    super('INVALID_OPTION', `invalid formula: ${JSON.stringify(text)}${placed(text, index, length)}${problem}`)
    this.index = Math.min(index, text.length)
    this.length = Math.max(1, length)
    this.problem = problem
  }
}

/** Where in a text; nowhere where it is all of it. */
function placed(text: string, index: number, length: number): string {
  if (length >= text.length) return '; '
  return index >= text.length ? ', at its end: ' : `, at character ${index + 1}: `
}

/** True for errors of formulas, also those of a second copy of this package. */
export const isFormulaError = (error: unknown): error is FormulaError =>
  error instanceof Error && error.name === 'GardnerError' && typeof (error as { index?: unknown }).index === 'number'
