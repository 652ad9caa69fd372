import { finite, invalid } from '@gardner/core'
import { type Axis, positionOf, rangeOf } from './axis.js'
import { datasets } from './dataset.js'
import type { Row } from './figure.js'
import { palette } from './palette.js'
import type { Note, Rule } from './series.js'

/** Checked rules and notes. @throws GardnerError INVALID_OPTION if a place is not a finite number */
export function checkRules(of: string, rules: readonly Rule[], notes: readonly Note[]): void {
  for (const rule of rules) {
    const { x, y, label } = rule
    if ((x === undefined) === (y === undefined)) throw invalid(`rule of ${of}`, rule, '{ x } or { y }')
    finite(`rule of ${of}`, x ?? y)
    if (label !== undefined && typeof label !== 'string') throw invalid(`label of a rule of ${of}`, label, 'a text')
  }
  for (const { x, y, label } of notes) {
    finite(`x of the note ${label}`, x)
    finite(`y of the note ${label}`, y)
    if (typeof label !== 'string') throw invalid(`label of a note of ${of}`, label, 'a text')
  }
}

type ColourOf = (group: string | undefined) => string | undefined

/** Height of a line of labels and width of a character, in pixels, approximately. */
const LINE = 14
const CHARACTER = 6.5

/** The rows of rules at a value of x: labels stand below the top edge (or above it), colliding ones below each other. */
export function verticalRows(
  axis: Axis,
  rules: readonly Rule[],
  values: readonly number[],
  width: number,
  colourOf: ColourOf,
): Row[] {
  const own = rules.flatMap((rule) => (rule.x === undefined ? [] : [{ ...rule, x: rule.x }]))
  const [from, to] = rangeOf(axis, [...values, ...own.map(({ x }) => x)])
  const place = axis.scale === 'log' ? Math.log : (value: number) => value
  const pixel = (x: number) => (to > from ? (width * (place(x) - place(from))) / (place(to) - place(from)) : 0)
  const ends: { readonly panel: string; readonly line: number; readonly left: number; readonly right: number }[] = []
  return own
    .sort((a, b) => a.x - b.x)
    .map(({ x, label = '', above = false, group, panel = '' }) => {
      const tags = { [axis.name]: x, label, ...tagsOf(colourOf(group), panel) }
      if (above) return { ...tags, drop: 1 - LINE, above, turned: false }
      const long = CHARACTER * label.length + 8
      const turned = pixel(x) + long > width
      const left = turned ? pixel(x) - long : pixel(x)
      const taken = (line: number) =>
        ends.some((end) => end.panel === panel && end.line === line && left < end.right && end.left < left + long)
      let line = 0
      while (label !== '' && taken(line)) line++
      ends.push({ panel, line, left, right: left + long })
      return { ...tags, drop: 3 + LINE * line, above, turned }
    })
}

/** The plot of a rule, and its colour; no colour means the ink. */
const tagsOf = (colour: string | undefined, panel: string) => ({
  colour: colour ?? '',
  inked: colour === undefined,
  panel,
  everywhere: panel === '',
})

export const horizontalRows = (axis: Axis, rules: readonly Rule[], colourOf: ColourOf): Row[] =>
  rules.flatMap(({ y, label = '', group, panel = '' }) =>
    y === undefined ? [] : [{ [axis.name]: y, label, ...tagsOf(colourOf(group), panel) }],
  )

/** The rows of rules of one plot: those in the ink, or those in colours. */
const only = (inked: boolean, panel: string | undefined) => {
  const own = { field: 'inked', equal: inked }
  const here = {
    or: [
      { field: 'everywhere', equal: true },
      { field: 'panel', equal: panel },
    ],
  }
  return { transform: [{ filter: panel === undefined ? own : { and: [own, here] } }] }
}

/** Each colour stands for itself, on the ground for which it is named. */
const COLOURS = { domain: palette, range: palette }

/** Lines across, in the ink or in the colour of their group, which no legend repeats; their labels can be read in the ink. */
export function ruleLayers(
  x: Axis,
  y: Axis,
  rows: { readonly verticals: readonly Row[]; readonly horizontals: readonly Row[] },
  panel?: string,
): readonly object[] {
  const dash = [4, 3]
  const rule = { type: 'rule', clip: true }
  const text = { text: { field: 'label' } }
  const layers = [
    {
      name: 'verticals' as const,
      mark: { ...rule, strokeDash: dash },
      encoding: { x: positionOf(x) },
    },
    {
      name: 'horizontals' as const,
      mark: { ...rule, strokeDash: { expr: `datum[${JSON.stringify(y.name)}] === 0 ? [1, 0] : [${dash}]` } },
      encoding: { y: positionOf(y) },
    },
    {
      name: 'verticals' as const,
      mark: {
        type: 'text',
        baseline: 'top',
        align: { expr: "datum.above ? 'center' : datum.turned ? 'right' : 'left'" },
        dx: { expr: 'datum.above ? 0 : datum.turned ? -4 : 4' },
        dy: { expr: 'datum.drop' },
      },
      encoding: { x: positionOf(x), y: { value: 0 }, ...text },
    },
    {
      name: 'horizontals' as const,
      mark: { type: 'text', align: 'right', baseline: 'bottom', dx: -4, dy: -2 },
      encoding: { y: positionOf(y), x: { value: 'width' }, ...text },
    },
  ]
  return layers.flatMap(({ name, mark, encoding }) =>
    [true, false]
      .filter((inked) => rows[name].some((row) => row.inked === inked))
      .map((inked) => ({
        data: { name: datasets[name] },
        ...only(inked, panel),
        mark: inked ? mark : { ...mark, ...(mark.type === 'rule' ? { strokeOpacity: 0.9 } : {}) },
        encoding:
          inked || mark.type === 'text'
            ? encoding
            : { ...encoding, stroke: { field: 'colour', type: 'nominal', scale: COLOURS, legend: null } },
      })),
  )
}
