import type { Figure, Value } from './figure.js'

/** The rows of a figure as a CSV file (RFC 4180): a header, numbers with all digits, empty fields for unknown values. */
export function csv({ rows }: Pick<Figure, 'rows'>): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const line = (cells: readonly (Value | undefined)[]) => `${cells.map(cell).join(',')}\r\n`
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column]))).join('')
}

const cell = (value: Value | undefined): string => {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
