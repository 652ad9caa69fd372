/** What a field of a record can be. */
export type Cell = string | number | boolean | undefined

export type Fields = { readonly [column: string]: Cell }

/** A header and a line for each record; every number in full. The columns are those of all records. */
export async function csv(records: readonly Fields[]): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return stringify(
    records.map((record) => columns.map((column) => record[column])),
    { header: true, columns, cast: { number: (value) => String(value), boolean: (value) => String(value) } },
  )
}
