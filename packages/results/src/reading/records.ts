import { usageError } from '../refusal.js'

/** A row of a file: a cell that is empty is not there. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>

const NUMBER = /^(-?\d+(\.\d+)?(e[+-]?\d+)?|-?Infinity|NaN)$/i

/** The rows of a CSV file with a header (RFC 4180); cells that are numbers become numbers. */
export function csvRecords(text: string, file: string): readonly Fields[] {
  const [header = [], ...lines] = cells(text.replace(/^\uFEFF/, ''))
  if (header.length < 2)
    throw usageError(`cannot plot ${file}: no columns in its first line; expected a file of gardner`)
  return lines.map((line, i) => {
    if (line.length !== header.length) {
      throw usageError(
        `cannot plot ${file}: row ${i + 1} has ${line.length} cells; expected ${header.length}, as the first line`,
      )
    }
    return Object.fromEntries(line.map((cell, k) => [header[k], cellValue(cell)]))
  })
}

function cellValue(cell: string): string | number | undefined {
  if (cell === '') return undefined
  return NUMBER.test(cell) ? Number(cell) : cell
}

/** Lines of cells; a cell in quotes may hold commas, line ends and doubled quotes. */
function cells(text: string): string[][] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    lines[lines.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '') break
    if (end !== ',') lines.push([])
  }
  return lines.filter((line) => line.length > 1 || line[0] !== '')
}

/** A number of a row; NaN where there is none. */
export const numberIn = (fields: Fields, column: string): number => {
  const value = fields[column]
  return typeof value === 'number' ? value : Number.NaN
}
