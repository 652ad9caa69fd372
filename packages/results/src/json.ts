/**
 * One line of JSON for each answer. ∞ and NaN have no JSON: they become null, and `reason` tells which numbers they were, beside
 * what it tells already.
 */
export function json(value: Entry | readonly Entry[]): string {
  return Array.isArray(value) ? `[${value.map(line).join(',\n')}]\n` : `${line(value as Entry)}\n`
}

interface Entry {
  readonly reason?: unknown
  readonly [key: string]: unknown
}

function line(value: Entry): string {
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
  // why there is no value is what a reason is for
  const silent = value.reason === undefined ? lost : lost.filter((entry) => !entry.startsWith('value = '))
  if (silent.length > 0) {
    const nulls = `null stands for ${silent.slice(0, 5).join(', ')}${silent.length > 5 ? ', …' : ''}`
    object.reason = value.reason === undefined ? nulls : `${value.reason}; ${nulls}`
  }
  return JSON.stringify(object)
}
