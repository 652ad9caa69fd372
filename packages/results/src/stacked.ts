/** What of a sheet is told. */
interface Records {
  readonly columns: readonly { readonly heading: string }[]
  readonly rows: readonly (readonly string[])[]
}

/** Letters that take room: no colours, and no marks above others. */
export const lengthOf = (line: string): number =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what colours begin with
  [...line.replace(/\x1b\[\d+m/g, '').replace(/\p{M}/gu, '')].length

/** A text in lines of a width, broken between words. */
export function wrapped(text: string, width: number, indent = ''): readonly string[] {
  if (lengthOf(indent + text) <= width) return [indent + text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && lengthOf(`${indent}${line} ${word}`) > width) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, indent + line]
}

/** A table that is too wide for a terminal, record by record: a line `name  value ± error` for each column. */
export function stacked({ columns, rows }: Records, width: number, bold: (text: string) => string): readonly string[] {
  const headed = columns.some(({ heading }) => heading !== '')
  if (!headed) {
    const widest = Math.max(...rows.map(([name]) => lengthOf(name)))
    return rows.flatMap(([name, value, error = '', ...more]) => [
      ...wrapped([padded(name, widest), value, error].filter(Boolean).join('  '), width),
      ...more.filter(Boolean).flatMap((text) => wrapped(text, width, '    ')),
    ])
  }
  const widest = Math.max(...columns.map(({ heading }) => lengthOf(heading)))
  return rows.flatMap((row, i) => [
    ...(i === 0 ? [] : ['']),
    ...columns.flatMap(({ heading }, k) => {
      const cell = (row[k] ?? '').trim()
      if (cell === '' || isError(heading)) return []
      const next = columns[k + 1]?.heading ?? ''
      const error = isError(next) ? (row[k + 1] ?? '').trim() : ''
      // bars and remarks have no name
      if (heading === '') return /^[█▏▎▍▌▋▊▉]/.test(cell) ? [cell.slice(0, width)] : wrapped(cell, width)
      const [first, ...rest] = wrapped(`${cell}${error === '' ? '' : ` ± ${error}`}`, width - widest - 2)
      return [
        `${bold(heading)}${' '.repeat(widest - lengthOf(heading))}  ${first}`,
        ...rest.map((line) => ' '.repeat(widest + 2) + line),
      ]
    }),
  ])
}

const isError = (heading: string): boolean => heading.startsWith('±')
const padded = (text: string, width: number): string => text + ' '.repeat(width - lengthOf(text))
