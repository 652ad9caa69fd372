import type { Fields } from '../reading/records.js'

/** The attributes that distinguish curves, in the order in which a label has them. */
const names = ['activation', 'weights', 'margin', 'alpha', 'distance', 'ansatz', 'replicas', 'size', 'method'] as const

type Attribute = (typeof names)[number]

/** The same as short texts: `relu`, `κ = 0`, `RS`. */
export type Attributes = { readonly [T in Attribute]?: string }

/** The attributes of a machine: its curves share a colour. The others are dashes and shapes. */
const ofMachine: readonly Attribute[] = ['activation', 'weights', 'margin', 'alpha']

const short = (value: unknown): string => {
  const number = typeof value === 'number' ? value : Number.NaN
  return Number.isNaN(number) ? String(value) : String(Number(number.toPrecision(6))).replace(/^-/, '−')
}

/** Ansätze that are not named, since their command has no other. */
const silent: readonly unknown[] = ['franz-parisi', 'large-deviation', undefined]

/** The attributes of a row, without the one along the axis. */
export function attributesOf(fields: Fields, along?: string): Attributes {
  const { activation, weights, constraint, margin, alpha, distance, ansatz, replicas, inputs, units, method } = fields
  const entry = (name: Attribute, text: string | undefined) =>
    text === undefined || name === along ? {} : { [name]: text }
  const equal = (symbol: string, value: unknown) => (value === undefined ? undefined : `${symbol} = ${short(value)}`)
  return {
    ...entry('activation', activation === undefined ? undefined : String(activation).replace(/^formula:\s*/, '')),
    ...entry('weights', weights === undefined ? undefined : String(weights)),
    ...entry('margin', constraint === undefined || constraint === 'margin' ? equal('κ', margin) : String(constraint)),
    ...entry('alpha', equal('α', alpha)),
    ...entry('distance', equal('d', typeof distance === 'number' ? Number(distance.toPrecision(4)) : distance)),
    ...entry('ansatz', silent.includes(ansatz) ? undefined : ansatzName(String(ansatz))),
    ...entry('replicas', replicas === undefined ? undefined : `y = ${replicas === 'inf' ? '∞' : short(replicas)}`),
    ...entry('size', inputs === undefined ? undefined : `N = ${short(inputs)}, K = ${short(units)}`),
    ...entry('method', method === undefined ? undefined : String(method)),
  }
}

/** `RS`, `1RSB`; others as they are. */
export const ansatzName = (ansatz: string): string => ansatz.replace(/^\d*rsb?(?=$|:)/, (name) => name.toUpperCase())

/** What a curve is called beside others. */
export interface Label {
  readonly group: string
  readonly kind: string
  readonly panel?: string
}

/** Of a finite machine, or of where it was looked at. */
const attachable: readonly Attribute[] = ['distance', 'size']

/** The attributes that all curves share, and the label of each from the others. */
export interface Labels {
  readonly common: string
  readonly labels: readonly Label[]
  /** Whether some curves differ in their files only. */
  readonly byFile: boolean
}

/** A curve, and the file it comes from. */
interface Drawn {
  readonly attributes: Attributes
  /** The name of a curve among those of one state: `q₀`, `barycentre`. */
  readonly own?: string
  readonly panel?: string
  readonly file: string
}

/** With more machines than this they are split into panels, if that makes no more than these. */
const MOST_GROUPS = 6
const MOST_PANELS = 4

/** The attributes that panels can stand for, the fewest first. */
const splits: readonly (readonly Attribute[])[] = [['weights'], ['activation'], ['activation', 'weights']]

/** Colours for machines, dashes for what is asked of them; the file where nothing else tells two apart. */
export function labelsOf(all: readonly Drawn[]): Labels {
  const varying = names.filter((name) => all.some(({ attributes }) => attributes[name] !== all[0].attributes[name]))
  const say = ({ attributes }: Drawn, which: readonly Attribute[]) =>
    which.flatMap((name) => (varying.includes(name) ? (attributes[name] ?? []) : [])).join(', ')
  const count = (which: readonly Attribute[]) => new Set(all.map((one) => say(one, which))).size
  const without = (split: readonly Attribute[]) => ofMachine.filter((name) => !split.includes(name))
  const single = all.every(({ panel }) => panel === undefined)
  const split =
    single && count(ofMachine) > MOST_GROUPS
      ? (splits.find((one) => count(without(one)) <= MOST_GROUPS && count(one) <= MOST_PANELS) ?? [])
      : []
  const machine = ({ attributes: { activation, weights } }: Drawn) => [activation, weights].filter(Boolean).join(', ')
  const coloured = without(split)
  // what every machine has a value of its own of says nothing that its colour does not
  const attached = attachable.filter((name) => count([...ofMachine, name]) === count(ofMachine) && count(ofMachine) > 1)
  const asked = names.filter((name) => !ofMachine.includes(name) && !attached.includes(name))
  const labels = all.map(
    (one): Label => ({
      group: say(one, [...coloured, ...attached]) || machine(one) || one.file,
      kind: [say(one, asked), one.own ?? ''].filter(Boolean).join(', '),
      ...(split.length > 0 ? { panel: say(one, split) } : one.panel === undefined ? {} : { panel: one.panel }),
    }),
  )
  const same = (i: number, k: number) =>
    (['group', 'kind', 'panel'] as const).every((word) => labels[i][word] === labels[k][word])
  const twice = all.map(({ file }, i) => all.some((other, k) => other.file !== file && same(i, k)))
  return {
    common: names.flatMap((name) => (varying.includes(name) ? [] : (all[0].attributes[name] ?? []))).join(' · '),
    labels: labels.map((label, i) =>
      twice[i] ? { ...label, kind: [label.kind, all[i].file].filter(Boolean).join(', ') } : label,
    ),
    byFile: twice.includes(true),
  }
}
