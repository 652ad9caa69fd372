/**
 * One line of JSON. ∞ and NaN have no JSON: they become null, and `reason` tells which numbers they were, unless
 * it tells something already.
 */
export function json(value: { readonly reason?: unknown; readonly [key: string]: unknown }): string {
  const lost: string[] = []
  const finite = (entry: unknown, path: string): unknown => {
    if (typeof entry === 'number') {
      if (Number.isFinite(entry)) return entry
      lost.push(`${path} = ${Number.isNaN(entry) ? 'NaN' : entry > 0 ? '∞' : '−∞'}`)
      return null
    }
    if (entry instanceof Float64Array) return [...entry].map((element, i) => finite(element, `${path}[${i}]`))
    if (Array.isArray(entry)) return entry.map((element, i) => finite(element, `${path}[${i}]`))
    if (typeof entry !== 'object' || entry === null) return entry
    const inside = path === '' ? '' : `${path}.`
    return Object.fromEntries(Object.entries(entry).map(([key, element]) => [key, finite(element, inside + key)]))
  }
  const object = finite(value, '') as Record<string, unknown>
  if (lost.length > 0 && object.reason === undefined) {
    object.reason = `null stands for ${lost.slice(0, 5).join(', ')}${lost.length > 5 ? ', …' : ''}`
  }
  return `${JSON.stringify(object)}\n`
}
