import { invalid } from '@gardner/core'
import type { GivenPatterns } from '../patterns.js'
import { parseNpy } from './npy.js'
import { remarkOnValues } from './signs-meant.js'

/** A last column of that name is that of the labels. */
const LABELS = ['label', 'labels', 'sigma', 'σ']

/** A name at the head of a column begins with a letter, and is none of those that stand for numbers. */
const NAME = /^(?!(nan|inf|infinity)$)[\p{L}_]/iu

const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/**
 * Patterns from text, one a line: numbers separated by semicolons, by commas, or by blanks, whichever the first line has. Empty lines
 * and those that begin with # are left out. The first line may hold names instead of numbers, or the numbers of the columns from 0 or 1; if the last of them is label, labels, sigma
 * or σ, the last column holds the labels, 1 or −1. What was guessed is told: such a line, such a column, and numbers that may have been meant as signs.
 *
 * @throws INVALID_OPTION, with line and column, for what is no number, rows of different length, and labels that are not ±1
 */
export function patternsFromText(text: string, tell: (remark: string) => void = () => {}): GivenPatterns {
  if (typeof text !== 'string') throw invalid('patterns', text, 'text, one pattern a line')
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line: index + 1, content: line.trim() }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'))
  if (lines.length === 0) throw invalid('patterns', 'a text without lines', 'one pattern a line')
  const separator = lines[0].content.includes(';') ? ';' : lines[0].content.includes(',') ? ',' : /\s+/
  const cells = ({ content }: { content: string }) => content.split(separator).map(unquoted)
  const names = cells(lines[0])
  const labelled = LABELS.includes(names[names.length - 1].toLowerCase())
  const headed = labelled || names.every((name) => NAME.test(name)) || areNumbered(names)
  const elsewhere = names.slice(0, -1).findIndex((name) => LABELS.includes(name.toLowerCase()))
  if (elsewhere >= 0) throw invalid(`column ${elsewhere + 1}`, names[elsewhere], 'labels in the last column')
  const rows = headed ? lines.slice(1) : lines
  const inputs = names.length - (labelled ? 1 : 0)
  const first = `line ${lines[0].line}`
  if (labelled) tell(`${first} names the columns; the labels are in the last, ${names[inputs]}`)
  else if (areNumbered(names)) tell(`${first} numbers the columns and is no pattern`)
  else if (countsUp(names) && inputs === 2) {
    tell(`${first}, ${names.join(', ')}, is read as a pattern; if it numbers the columns, leave it out`)
  }
  if (rows.length === 0) throw invalid('patterns', 'a header alone', 'one pattern a line below it')
  if (inputs === 0) throw invalid('patterns', 'labels alone', 'a column for each input before them')
  const values = new Float64Array(rows.length * inputs)
  const labels = new Float64Array(labelled ? rows.length : 0)
  for (const [mu, row] of rows.entries()) {
    const entries = cells(row)
    if (entries.length !== names.length) {
      throw invalid(
        `line ${row.line}`,
        `${entries.length} columns`,
        `${names.length}, as many as line ${lines[0].line} has`,
      )
    }
    for (const [i, entry] of entries.entries()) {
      const value = NUMERAL.test(entry) ? Number(entry) : Number.NaN
      if (!Number.isFinite(value)) throw invalid(`line ${row.line}, column ${i + 1}`, entry, 'a finite number')
      if (i < inputs) values[mu * inputs + i] = value
      else if (value === 1 || value === -1) labels[mu] = value
      else throw invalid(`line ${row.line}, column ${i + 1}`, entry, 'a label, 1 or -1')
    }
  }
  remarkOnValues(values, inputs, tell)
  return { count: rows.length, inputs, values, ...(labelled ? { labels } : {}) }
}

/**
 * Patterns from the bytes of a .npy file of P rows and N columns, and their labels from one of P numbers, 1 or −1. Truth values stand
 * for signs: True is 1 and False is −1.
 *
 * @throws INVALID_OPTION for other shapes, and all that {@link parseNpy} refuses
 */
export function patternsFromNpy(
  patterns: Uint8Array,
  labels?: Uint8Array,
  tell: (remark: string) => void = () => {},
): GivenPatterns {
  const { shape, values } = signed(parseNpy(patterns))
  const [count, inputs] = shape
  if (inputs === undefined || count === 0 || inputs === 0) {
    throw invalid('shape of the patterns', `(${shape.join(', ')})`, 'rows for patterns and columns for inputs')
  }
  remarkOnValues(values, inputs, tell)
  if (labels === undefined) return { count, inputs, values }
  const given = signed(parseNpy(labels))
  if (given.shape.length !== 1 || given.shape[0] !== count) {
    throw invalid('shape of the labels', `(${given.shape.join(', ')})`, `(${count}), one for each pattern`)
  }
  for (const [mu, label] of given.values.entries()) {
    if (label !== 1 && label !== -1) throw invalid(`label of pattern ${mu + 1}`, label, '1 or -1')
  }
  return { count, inputs, values, labels: given.values }
}

function signed({ type, shape, values }: ReturnType<typeof parseNpy>) {
  return { shape, values: type === '|b1' ? values.map((value) => 2 * value - 1) : values }
}

/** 0 … N − 1 or 1 … N, as data frames name their columns; two numbers can be a pattern. */
const areNumbered = (names: readonly string[]): boolean => names.length > 2 && countsUp(names)

const countsUp = (names: readonly string[]): boolean =>
  [0, 1].some((first) => names.every((name, i) => name === String(first + i)))

const unquoted = (cell: string): string => {
  const entry = cell.trim()
  return entry.length > 1 && entry.startsWith('"') && entry.endsWith('"') ? entry.slice(1, -1).trim() : entry
}
