import { dashes, palette, shapes } from './palette.js'
import { type Mark, markOf, type Series } from './series.js'

/** How series are told apart. */
export interface Encoding {
  readonly color: object
  readonly strokeDash?: object
  readonly shape?: object
  /** The column that tells lines apart, again under a name of its own: with dashes but no legend of them. */
  readonly line: 'group' | 'kind'
  /** The colour of a group, if it has one of its own. */
  readonly colourOf: (group: string | undefined) => string | undefined
}

/** A sample of a line in a legend, as long as its dashes need; not as thin as a rule of the same colour. */
const SAMPLE = { symbolType: 'stroke', symbolSize: 500, symbolStrokeWidth: 2, symbolOpacity: 1, rowPadding: -3 }

/**
 * Colours tell groups apart, dashes and shapes tell kinds apart; where only one of them varies it has all three, so that
 * nothing is lost in black and white. Lines that fluctuate have no dashes: nobody could see them.
 */
export function encodingOf(
  series: readonly Series[],
  groupTitle: string,
  kindTitle: string,
  fluctuating = false,
): Encoding {
  const groups = distinct(series.map(({ group }) => group))
  const kindsOf = (mark?: Mark) =>
    distinct(series.filter((one) => mark === undefined || markOf(one) === mark).map(({ kind = '' }) => kind))
  const has = (mark: Mark) => series.some((one) => markOf(one) === mark)
  const lineKinds = kindsOf('line')
  const pointKinds = kindsOf('points')
  const byKind = groups.length === 1 && Math.max(lineKinds.length, pointKinds.length) > 1
  const field = byKind ? 'kind' : 'group'
  const [domain, title] = byKind ? [kindsOf(), kindTitle] : [groups, groupTitle]
  const points = has('points')
  // the shapes of points say enough
  const legend = points ? { symbolStrokeWidth: 0 } : has('line') ? SAMPLE : {}
  const channel = (field: string, domain: readonly string[], title: string, range: readonly unknown[]) => ({
    field,
    type: 'nominal' as const,
    title,
    scale: { domain, range: cycled(range, domain.length) },
    legend: domain.length === 1 ? null : legend,
  })
  const ownKinds = (kinds: readonly string[]) => !byKind && kinds.length > 1
  const shape = ownKinds(pointKinds)
    ? channel('kind', pointKinds, kindTitle, shapes)
    : channel(field, domain, title, shapes)
  // what is no line has the outline of its histogram in the legend
  const lined = new Set(series.filter((one) => markOf(one) === 'line').map((one) => one[field] ?? ''))
  const dashed = cycled(dashes, domain.length).map((dash, i) => (lined.has(domain[i]) ? dash : dashes[0]))
  const strokeDash = ownKinds(lineKinds)
    ? { ...channel('kind', lineKinds, kindTitle, dashes), legend: SAMPLE }
    : points
      ? { ...channel('line', domain, title, dashed), legend: null }
      : channel(field, domain, title, dashed)
  return {
    color: channel(field, domain, title, palette),
    line: field,
    ...(has('line') && !fluctuating && (domain.length > 1 || ownKinds(lineKinds)) ? { strokeDash } : {}),
    ...(points && (domain.length > 1 || ownKinds(pointKinds)) ? { shape } : {}),
    colourOf: (group = '') => (domain.length > 1 ? cycled(palette, domain.length)[domain.indexOf(group)] : undefined),
  }
}

export const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

export const cycled = <T>(values: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => values[i % values.length])
