import type { Fields } from './csv.js'
import type { Footnotes } from './footnotes.js'
import type { Look, Sheet } from './table.js'

export const formats = ['table', 'json', 'csv'] as const
export type Format = (typeof formats)[number]

type Json = { readonly command: string; readonly [key: string]: unknown }

/** What a command found, in the three forms it can be told. */
export interface Told {
  json(): Json | readonly Json[]
  /** With what figures need beside it, if that is more. */
  drawn?(): Json | readonly Json[]
  records(): readonly Fields[]
  sheets(): readonly Sheet[]
}

/** One answer. */
export interface Report extends Told {
  json(): Json
  drawn?(): Json
  /** As rows that other answers follow. Remarks on single rows are footnotes of them all; what was spent is told of all at once. */
  shared?(footnotes: Footnotes): readonly Sheet[]
}

export async function told(report: Told, format: Format, look: Look): Promise<string> {
  if (format === 'json') return (await import('./json.js')).json(report.json())
  if (format === 'csv') return (await import('./csv.js')).csv(report.records())
  const { table } = await import('./table.js')
  const sheets = await Promise.all(report.sheets().map((sheet) => table(sheet, look)))
  return sheets.join('\n')
}
