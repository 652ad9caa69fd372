import type { Fields } from './csv.js'
import type { Footnotes } from './footnotes.js'
import type { Look, Sheet } from './table.js'

export const formats = ['table', 'json', 'csv'] as const
export type Format = (typeof formats)[number]

type Json = { readonly command: string; readonly [key: string]: unknown }

/** The output of a command in its three formats. */
export interface Output {
  json(): Json | readonly Json[]
  /** The JSON with what figures need beside it, if that is more. */
  drawn?(): Json | readonly Json[]
  records(): readonly Fields[]
  sheets(): readonly Sheet[]
}

/** One answer. */
export interface Report extends Output {
  json(): Json
  drawn?(): Json
  /** As rows of a table shared with other answers. Remarks on single rows become footnotes of the table; the time spent is shown for all at once. */
  shared?(footnotes: Footnotes): readonly Sheet[]
}

export async function outputText(report: Output, format: Format, look: Look): Promise<string> {
  if (format === 'json') return (await import('./json.js')).json(report.json())
  if (format === 'csv') return (await import('./csv.js')).csv(report.records())
  const { table } = await import('./table.js')
  const sheets = await Promise.all(report.sheets().map((sheet) => table(sheet, look)))
  return sheets.join('\n')
}
