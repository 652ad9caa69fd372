import type { Fields } from '../reading/records.js'

/** What tells one curve from another, in the order in which it is told. */
const names = ['activation', 'weights', 'margin', 'alpha', 'distance', 'ansatz', 'replicas', 'size', 'method'] as const

type Trait = (typeof names)[number]

/** The same as short texts: `relu`, `κ = 0`, `RS`. */
export type Traits = { readonly [T in Trait]?: string }

/** Those that make a machine: its curves share a colour. The others are dashes and shapes. */
const ofMachine: readonly Trait[] = ['activation', 'weights', 'margin', 'alpha']

const short = (value: unknown): string => {
  const number = typeof value === 'number' ? value : Number.NaN
  return Number.isNaN(number) ? String(value) : String(Number(number.toPrecision(6))).replace(/^-/, '−')
}

/** Ansätze that are the only one of their command say nothing. */
const silent: readonly unknown[] = ['franz-parisi', 'large-deviation', undefined]

/** The traits of a row, without what stands along an axis. */
export function traitsOf(fields: Fields, along?: string): Traits {
  const { activation, weights, constraint, margin, alpha, distance, ansatz, replicas, inputs, units, method } = fields
  const told = (name: Trait, text: string | undefined) => (text === undefined || name === along ? {} : { [name]: text })
  const equal = (symbol: string, value: unknown) => (value === undefined ? undefined : `${symbol} = ${short(value)}`)
  return {
    ...told('activation', activation === undefined ? undefined : String(activation).replace(/^formula:\s*/, '')),
    ...told('weights', weights === undefined ? undefined : String(weights)),
    ...told('margin', constraint === undefined || constraint === 'margin' ? equal('κ', margin) : String(constraint)),
    ...told('alpha', equal('α', alpha)),
    ...told('distance', equal('d', typeof distance === 'number' ? Number(distance.toPrecision(4)) : distance)),
    ...told('ansatz', silent.includes(ansatz) ? undefined : ansatzName(String(ansatz))),
    ...told('replicas', replicas === undefined ? undefined : `y = ${replicas === 'inf' ? '∞' : short(replicas)}`),
    ...told('size', inputs === undefined ? undefined : `N = ${short(inputs)}, K = ${short(units)}`),
    ...told('method', method === undefined ? undefined : String(method)),
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
const attachable: readonly Trait[] = ['distance', 'size']

/** What is common to several, and the label of each by what is not. */
export interface Labels {
  readonly common: string
  readonly labels: readonly Label[]
  /** Whether some can be told apart by their files only. */
  readonly byFile: boolean
}

/** What was drawn, and where it comes from. */
interface Told {
  readonly traits: Traits
  /** What tells apart the curves of one state: `q₀`, `barycentre`. */
  readonly own?: string
  readonly panel?: string
  readonly file: string
}

/** More machines than these are told apart by plots of their own as well, but those must not be many either. */
const MOST_GROUPS = 6
const MOST_PANELS = 4

/** What such plots can be of, the fewest first. */
const splits: readonly (readonly Trait[])[] = [['weights'], ['activation'], ['activation', 'weights']]

/** Colours for machines, dashes for what is asked of them; the file where nothing else tells two apart. */
export function labelsOf(all: readonly Told[]): Labels {
  const varying = names.filter((name) => all.some(({ traits }) => traits[name] !== all[0].traits[name]))
  const say = ({ traits }: Told, which: readonly Trait[]) =>
    which.flatMap((name) => (varying.includes(name) ? (traits[name] ?? []) : [])).join(', ')
  const count = (which: readonly Trait[]) => new Set(all.map((one) => say(one, which))).size
  const without = (split: readonly Trait[]) => ofMachine.filter((name) => !split.includes(name))
  const single = all.every(({ panel }) => panel === undefined)
  const split =
    single && count(ofMachine) > MOST_GROUPS
      ? (splits.find((one) => count(without(one)) <= MOST_GROUPS && count(one) <= MOST_PANELS) ?? [])
      : []
  const machine = ({ traits: { activation, weights } }: Told) => [activation, weights].filter(Boolean).join(', ')
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
    common: names.flatMap((name) => (varying.includes(name) ? [] : (all[0].traits[name] ?? []))).join(' · '),
    labels: labels.map((label, i) =>
      twice[i] ? { ...label, kind: [label.kind, all[i].file].filter(Boolean).join(', ') } : label,
    ),
    byFile: twice.includes(true),
  }
}
