import { lengthOf, stacked, wrapped } from './stacked.js'

/** A column of a sheet. Numbers stand under each other at their decimal points. */
export interface Column {
  readonly heading: string
  readonly align?: 'left' | 'decimal' | 'right'
}

/** A table for people: a title, columns, remarks. */
export interface Sheet {
  readonly title?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
  readonly notes?: readonly string[]
}

/** How the terminal shows a table. */
export interface Look {
  readonly colour: boolean
  /** Its columns; a table that is wider is wrappedLines record by record. */
  readonly width?: number
}

export async function table(sheet: Sheet, { colour, width = Number.POSITIVE_INFINITY }: Look): Promise<string> {
  const { title, columns, rows, notes = [] } = sheet
  const { default: Table } = await import('cli-table3')
  const bold = (text: string) => (colour && text !== '' ? `\x1b[1m${text}\x1b[22m` : text)
  const chars = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' }
  const none = { 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '' }
  const shown = columns.map(({ align }, i) => {
    const cells = rows.map((row) => row[i] ?? '')
    return align === 'decimal' ? atPoints(cells) : cells
  })
  const headed = columns.some(({ heading }) => heading !== '')
  const made = new Table({
    chars: { ...chars, ...none, right: '', 'right-mid': '', middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map(({ align }) => (align === 'right' ? 'right' : 'left')),
    ...(headed ? { head: columns.map(({ heading }) => bold(heading)) } : {}),
  })
  rows.forEach((_, i) => void made.push(shown.map((cells) => cells[i])))
  const lines = rows.length === 0 && !headed ? [] : made.toString().split('\n')
  const body = lines.some((line) => lengthOf(line) > width) ? stacked(sheet, width, bold) : lines
  const wrappedLines = (text: string) => wrapped(text, width)
  return [
    ...(title === undefined ? [] : [...wrappedLines(title).map(bold), '']),
    ...body,
    ...(notes.length > 0 ? ['', ...notes.flatMap(wrappedLines)] : []),
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** Cells padded so that their decimal points, or their last digits, stand in one column. */
function atPoints(cells: readonly string[]): string[] {
  const places = cells.map((cell) => {
    const point = cell.search(/[.e]/)
    return point < 0 ? cell.length : point
  })
  const widest = Math.max(0, ...places)
  return cells.map((cell, i) => ' '.repeat(widest - places[i]) + cell)
}
