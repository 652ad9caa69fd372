import type { Format } from '../settings.js'
import type { Fields } from './csv.js'
import type { Sheet } from './table.js'

/** What a command found, in the three forms it can be told. */
export interface Report {
  json(): { readonly command: string; readonly [key: string]: unknown }
  /** With what figures need beside it, if that is more. */
  drawn?(): { readonly command: string; readonly [key: string]: unknown }
  records(): readonly Fields[]
  sheets(): readonly Sheet[]
}

export async function told(report: Report, format: Format, colour: boolean): Promise<string> {
  if (format === 'json') return (await import('./json.js')).json(report.json())
  if (format === 'csv') return (await import('./csv.js')).csv(report.records())
  const { table } = await import('./table.js')
  const sheets = await Promise.all(report.sheets().map((sheet) => table(sheet, colour)))
  return sheets.join('\n')
}
