import type { Cell, Fields } from './csv.js'
import { digits, seconds } from './digits.js'
import { Footnotes } from './footnotes.js'
import type { Output, Report } from './report.js'
import { symbolOf } from './symbol.js'
import type { Column, Sheet } from './table.js'

/** What was found with some values of the options, or why nothing was. */
export interface Part {
  readonly values: readonly (readonly [string, string])[]
  readonly report?: Report
  readonly reason?: string
}

const words: Readonly<Record<string, string | undefined>> = { units: 'K', inputs: 'N' }

/** One report of several: a list in JSON, and tables whose first columns tell them apart. */
export function joined(parts: readonly Part[], wanted: number, elapsed: number): Output {
  const names = parts[0].values.map(([name]) => name)
  const fields = ({ values }: Part): Fields =>
    Object.fromEntries(values.map(([name, value]) => [name, cellOf(name, value)]))
  const lost = (part: Part) => ({ ...fields(part), verdict: 'failed', reason: part.reason })
  const first = parts.find(({ report }) => report !== undefined)?.report
  const ofAll = (json: (report: Report) => ReturnType<Report['json']>) =>
    parts.flatMap((part) =>
      part.report === undefined ? [{ command: commandOf(first), ...lost(part) }] : json(part.report),
    )
  return {
    json: () => ofAll((report) => report.json()),
    drawn: () => ofAll((report) => (report.drawn ?? report.json)()),
    records: () =>
      parts.flatMap((part): readonly Fields[] =>
        part.report === undefined
          ? [lost(part)]
          : part.report.records().map((record) => ({ ...missing(fields(part), record), ...record })),
      ),
    sheets: () => {
      const footnotes = new Footnotes()
      const all = parts.map(({ report, reason }) =>
        report === undefined
          ? [{ columns: [{ heading: '' }], rows: [[footnotes.mark(reason ?? '')]] }]
          : (report.shared?.(footnotes) ?? report.sheets()),
      )
      const most = Math.max(...all.map((sheets) => sheets.length))
      const merged = Array.from({ length: most }, (_, k) =>
        merge(
          names,
          parts.flatMap((part, i) => (all[i][k] === undefined ? [] : [{ part, sheet: all[i][k] }])),
        ),
      )
      const found = parts.filter(({ report }) => report !== undefined).length
      const last = merged.length - 1
      return merged.map((sheet, k) =>
        k < last
          ? sheet
          : {
              ...sheet,
              notes: [...footnotes.lines, ...(sheet.notes ?? []), `${found} of ${wanted} found, ${seconds(elapsed)}`],
            },
      )
    },
  }
}

const commandOf = (report: Report | undefined): string =>
  [report?.json() ?? []].flat().map(({ command }) => command)[0] ?? ''

/** What a record does not say by itself. */
const missing = (fields: Fields, record: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in record)))

const cellOf = (name: string, value: string): Cell => {
  const number = Number(value)
  return ['activation', 'weights', 'constraint', 'ansatz', 'method'].includes(name) || Number.isNaN(number)
    ? value
    : number
}

const shown = (name: string, value: string): string => {
  const cell = cellOf(name, value)
  return typeof cell === 'number' ? digits(cell) : value === 'inf' ? '∞' : value
}

/** Sheets as one: what all their titles say, the values that tell them apart, and the columns of all. */
function merge(names: readonly string[], all: readonly { readonly part: Part; readonly sheet: Sheet }[]): Sheet {
  const columns = new Map<string, Column>()
  const keyed = all.map(({ sheet }) => keysOf(sheet.columns))
  for (const [i, { sheet }] of all.entries()) {
    for (const [k, key] of keyed[i].entries()) if (key !== '' && !columns.has(key)) columns.set(key, sheet.columns[k])
  }
  // remarks stand at the end
  if (keyed.some((keys) => keys.includes(''))) columns.set('', { heading: '' })
  const keys = [...columns.keys()]
  const title = commonTitle(all.flatMap(({ sheet }) => sheet.title ?? []))
  const notes = new Set(all.flatMap(({ sheet }) => sheet.notes ?? []))
  return {
    ...(title === '' ? {} : { title }),
    columns: [
      ...names.map((name): Column => {
        const number = all.every(({ part }) => typeof valueFor(part, name) === 'number')
        return { heading: words[name] ?? symbolOf(name), ...(number ? { align: 'decimal' } : {}) }
      }),
      ...columns.values(),
    ],
    rows: all.flatMap(({ part, sheet }, i) =>
      sheet.rows.map((row) => [
        ...part.values.map(([name, value]) => shown(name, value)),
        ...keys.map((key) => row[keyed[i].indexOf(key)] ?? ''),
      ]),
    ),
    notes: [...notes],
  }
}

/** The words that are in all titles, or parts of them: of `tree of 4 units, 40 inputs` the units. */
function commonTitle(titles: readonly string[]): string {
  const words = titles.map((title) => title.split(' · '))
  const parts = words.map((own) => own.flatMap((word) => word.split(', ')))
  const common = (words[0] ?? []).map((word) => {
    if (words.every((other) => other.includes(word))) return word
    const shared = word.split(', ').filter((part) => parts.every((other) => other.includes(part)))
    // a formula has commas of its own
    return word.includes(':') ? '' : shared.join(', ')
  })
  return common.filter((word) => word !== '').join(' · ')
}

const valueFor = ({ values }: Part, name: string): Cell => {
  const found = values.find(([own]) => own === name)
  return found === undefined ? undefined : cellOf(name, found[1])
}

/** A name for each column: an error is that of the column before it. */
const keysOf = (columns: readonly Column[]): readonly string[] =>
  columns.map(({ heading }, k) => (heading.startsWith('±') ? `${columns[k - 1]?.heading ?? ''} ${heading}` : heading))
