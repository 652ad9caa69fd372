import { dashes, LINE_SHAPE, palette, shapes } from './palette.js'
import { type Mark, markOf, type Series } from './series.js'

/** How series are distinguished. */
export interface Encoding {
  readonly color: object
  readonly strokeDash?: object
  readonly shape?: object
  /** A copy of the column that distinguishes lines, for dashes without a legend. */
  readonly line: 'group' | 'kind'
  /** The colour of a group, if it has one of its own. */
  readonly colourOf: (group: string | undefined) => string | undefined
  /** A note in place of a legend, where every group has both lines and measured points: which of them is which. */
  readonly words?: string
}

/** A sample of a line in a legend, long enough for its dashes and thicker than a rule of the same colour. */
const SAMPLE = { symbolType: 'stroke', symbolSize: 500, symbolStrokeWidth: 2, symbolOpacity: 1, rowPadding: -3 }

/** The names of marks. */
const called: Readonly<Record<Mark, string>> = { line: 'lines', points: 'points', steps: 'histograms' }

/**
 * Colours distinguish groups, dashes and shapes distinguish kinds; where only one of them varies it has all three, so that
 * nothing is lost in black and white. Lines that fluctuate have no dashes: nobody could see them. In a legend a line is a line, and
 * a measured series has the shape of its points or is a square.
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
  const byKind = groups.length === 1 && kindsOf().length > 1
  const field = byKind ? 'kind' : 'group'
  const [domain, title] = byKind ? [kindsOf(), kindTitle] : [groups, groupTitle]
  const points = has('points')
  const marked = (mark: Mark) =>
    new Set(
      series.filter((one) => markOf(one) === mark).map((one) => one[field] ?? (field === 'kind' ? '' : one.group)),
    )
  const [lined, dotted] = [marked('line'), marked('points')]
  const symbols = domain.map((name, i) =>
    dotted.has(name) ? shapes[i % shapes.length] : lined.has(name) ? LINE_SHAPE : 'square',
  )
  // some are lines and nothing else, others are not
  const mixed = symbols.includes(LINE_SHAPE) && symbols.some((symbol) => symbol !== LINE_SHAPE)
  const legend = points || mixed ? { symbolStrokeWidth: 0, symbolOpacity: 1 } : has('line') ? SAMPLE : {}
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
    : channel(field, domain, title, symbols)
  const dashed = cycled(dashes, domain.length).map((dash, i) => (lined.has(domain[i]) ? dash : dashes[0]))
  const strokeDash = ownKinds(lineKinds)
    ? { ...channel('kind', lineKinds, kindTitle, dashes), legend: SAMPLE }
    : points || mixed
      ? { ...channel('line', domain, title, dashed), legend: null }
      : channel(field, domain, title, dashed)
  const words = byKind ? undefined : wordsOf(series)
  return {
    color: channel(field, domain, title, palette),
    line: field,
    ...(has('line') && !fluctuating && (domain.length > 1 || ownKinds(lineKinds)) ? { strokeDash } : {}),
    ...((points || mixed) && (domain.length > 1 || ownKinds(pointKinds)) ? { shape } : {}),
    colourOf: (group = '') => (domain.length > 1 ? cycled(palette, domain.length)[domain.indexOf(group)] : undefined),
    ...(words === undefined ? {} : { words }),
  }
}

/** `lines: RS; histograms: rrr`: where kinds differ between marks and each mark has one, so that there is no legend of them. */
function wordsOf(series: readonly Series[]): string | undefined {
  const marks = [...new Set(series.map(markOf))]
  const kinds = marks.map((mark) => distinct(series.filter((one) => markOf(one) === mark).map(({ kind = '' }) => kind)))
  if (kinds.some((own) => own.length !== 1 || own[0] === '') || distinct(kinds.flat()).length === 1) return undefined
  return marks.map((mark, i) => `${called[mark]}: ${kinds[i][0]}`).join('; ')
}

export const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

export const cycled = <T>(values: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => values[i % values.length])
