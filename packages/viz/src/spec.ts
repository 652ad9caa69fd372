/**
 * A Vega-Lite specification with its data inside, as JSON. Its type is that of any object: the types of Vega-Lite do not hold in
 * every setting of a user's compiler.
 */
export type Spec = { readonly [property: string]: unknown }

/** An invisible character put before a text that Vega would misread. */
export const UNSEEN = '\u2060'

/**
 * A specification that Vega takes whatever its texts are. Vega looks texts up in plain objects, where `constructor` and `toString` are
 * found without having been put there; and it writes texts into expressions, in which the line and paragraph separators of Unicode end a line.
 */
export const specOf = (view: object): Spec => spoken(view) as Spec

function spoken(value: unknown): unknown {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return value.map(spoken)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, spoken(child)]))
}

const text = (value: string): string =>
  value in Object.prototype ? `${UNSEEN}${value}` : value.replace(/[\u2028\u2029]/g, '\u2002')

/** Columns of rows that are not the coordinates of a point. */
const taken = [
  'group',
  'kind',
  'panel',
  'line',
  'low',
  'high',
  'alone',
  'label',
  'colour',
  'inked',
  'everywhere',
  'drop',
  'above',
  'turned',
]

/** The column of a coordinate in the rows of a specification: its name, if Vega reads that as a name and nothing else has it. */
export const columnOf = (name: string, other: 'abscissa' | 'ordinate'): string =>
  /^[A-Za-z]\w*$/.test(name) && !(name in Object.prototype) && !taken.includes(name) ? name : other
