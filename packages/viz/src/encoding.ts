import { dashes, palette, shapes } from './palette.js'
import { type Mark, markOf, type Series } from './series.js'

/** How series are told apart. */
export interface Encoding {
  readonly color: object
  readonly strokeDash?: object
  readonly shape?: object
  /** The group itself if it has a colour of its own, and nothing otherwise. */
  readonly coloured: (group: string | undefined) => string
}

/**
 * Colours tell groups apart, dashes and shapes tell kinds apart; where only one of them varies it has all three, so that
 * nothing is lost in black and white.
 */
export function encodingOf(series: readonly Series[], groupTitle: string, kindTitle: string): Encoding {
  const groups = distinct(series.map(({ group }) => group))
  const kindsOf = (mark?: Mark) =>
    distinct(series.filter((one) => mark === undefined || markOf(one) === mark).map(({ kind = '' }) => kind))
  const has = (mark: Mark) => series.some((one) => markOf(one) === mark)
  const lineKinds = kindsOf('line')
  const pointKinds = kindsOf('points')
  const byKind = groups.length === 1 && Math.max(lineKinds.length, pointKinds.length) > 1
  const [field, domain, title] = byKind ? ['kind', kindsOf(), kindTitle] : ['group', groups, groupTitle]
  const channel = (field: string, domain: readonly string[], title: string, range: readonly unknown[]) => ({
    field,
    type: 'nominal' as const,
    title,
    scale: { domain, range: cycled(range, domain.length) },
    ...(domain.length === 1 ? { legend: null } : {}),
  })
  const own = (kinds: readonly string[], range: readonly unknown[]) =>
    !byKind && kinds.length > 1 ? channel('kind', kinds, kindTitle, range) : channel(field, domain, title, range)
  const strokeDash = own(lineKinds, dashes)
  return {
    color: channel(field, domain, title, palette),
    ...(has('line') && (byKind || lineKinds.length > 1 || groups.length > 1)
      ? // beside points the legend shows their shapes, and not dashes about them
        {
          strokeDash:
            has('points') && !(lineKinds.length > 1 && !byKind) ? { ...strokeDash, legend: null } : strokeDash,
        }
      : {}),
    ...(has('points') && (byKind || pointKinds.length > 1 || groups.length > 1)
      ? { shape: own(pointKinds, shapes) }
      : {}),
    coloured: (group = '') => (domain.length > 1 && domain.includes(group) ? group : ''),
  }
}

export const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

const cycled = <T>(values: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => values[i % values.length])
