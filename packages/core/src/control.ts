import type { Ansatz } from './ansatz.js'
import { GardnerError, invalid, isGardnerError, pluginFailure } from './input/error.js'
import { finite, nonNegative } from './input/option.js'
import { unknownName } from './input/unknown-name.js'
import type { Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import { loadIn } from './problem.js'

/** A machine, with a load or without one, and the ansatz by which it is solved. */
export interface Posed<Q extends OrderParameters = OrderParameters> {
  readonly problem: Machine
  readonly ansatz: Ansatz<Q>
}

/** One of the numbers that a curve can go along: how a problem or its ansatz is changed by it. */
export interface Control {
  /** `alpha`, `margin`, `distance`, or what an ansatz, a constraint, an activation or weights call a parameter of theirs. */
  readonly name: string
  /** As papers write it: α, κ, d; else its name. */
  readonly symbol: string
  /** Places are visited from the largest down: towards small values the order parameters change fast. */
  readonly descending: boolean
  /** In what roots are predicted from their neighbours; undefined where each point is followed anew from small load. */
  readonly coordinate?: (value: number) => number
  /** In what the first places of a span are equally far apart, and back. */
  readonly stretched?: { to(value: number): number; from(coordinate: number): number }
  /** The value now; undefined of a load that is not set. */
  of<Q extends OrderParameters>(posed: Posed<Q>): number | undefined
  /**
   * The same at another value.
   *
   * @throws INVALID_OPTION for a value out of range
   */
  at<Q extends OrderParameters>(posed: Posed<Q>, value: number): Posed<Q>
}

/** The load α = P/N. */
export const ALPHA: Control = Object.freeze({
  name: 'alpha',
  symbol: 'α',
  descending: false,
  coordinate: (alpha: number) => alpha,
  of: ({ problem }: Posed) => loadIn(problem),
  at: <Q extends OrderParameters>({ problem, ansatz }: Posed<Q>, alpha: number) => ({
    problem: problem.at({ alpha: nonNegative('alpha', alpha) }),
    ansatz,
  }),
})

/** The margin κ of Gardner's constraint. */
export const MARGIN: Control = Object.freeze({
  name: 'margin',
  symbol: 'κ',
  descending: false,
  of: ({ problem }: Posed) => problem.constraint.parameters.margin,
  at: <Q extends OrderParameters>({ problem, ansatz }: Posed<Q>, margin: number) => ({
    problem: problem.at({ margin: finite('margin', margin) }),
    ansatz,
  }),
})

/** What is known of parameters by their names, whosever they are. */
const TRAITS: Readonly<Record<string, Partial<Control>>> = {
  distance: {
    symbol: 'd',
    descending: true,
    // the unknowns are logarithms of what vanishes or diverges as powers of d
    coordinate: (distance) => Math.log(Math.max(distance, 1e-6)),
    // curves in the distance bend most where it is small
    stretched: { to: Math.cbrt, from: (x) => x ** 3 },
  },
  replicas: { symbol: 'y' },
}

/** As papers write a control parameter. */
export const controlSymbol = (name: string): string =>
  [ALPHA, MARGIN].find((control) => control.name === name)?.symbol ??
  (Object.hasOwn(TRAITS, name) ? TRAITS[name].symbol : undefined) ??
  name

/** Parts of a question with parameters of their own, the first that has a name wins. */
const OWNERS = ['ansatz', 'constraint', 'activation', 'weights'] as const
type Owner = (typeof OWNERS)[number]

interface Parametrised {
  readonly name: string
  readonly parameters?: Readonly<Record<string, unknown>>
  at?(change: Readonly<Record<string, number>>): unknown
}

const part = ({ problem, ansatz }: Posed, owner: Owner): Parametrised =>
  (owner === 'ansatz' ? ansatz : problem[owner]) as Parametrised

/** The numbers among the parameters of a part that can be made anew at others. */
function numbersOf(owner: Parametrised): readonly (readonly [string, number])[] {
  if (typeof owner.at !== 'function') return []
  return Object.entries(owner.parameters ?? {}).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, value] as const] : [],
  )
}

/** A part at another value of a parameter; one that stays what it was would make every point of a curve the same. */
function remade(owner: Parametrised, name: string, value: number): unknown {
  let made: unknown
  try {
    made = owner.at?.({ [name]: value })
  } catch (error) {
    throw isGardnerError(error) ? error : pluginFailure(`at of ${owner.name}`, error)
  }
  const found = (made as Parametrised | null | undefined)?.parameters?.[name]
  const stayed = found === owner.parameters?.[name] && found !== value
  if (typeof found !== 'number' || stayed) {
    throw invalid(`at of ${owner.name}`, made, `${owner.name} at ${name} = ${value}`)
  }
  return made
}

const owned = (owner: Owner, name: string): Control => ({
  symbol: name,
  descending: false,
  ...(Object.hasOwn(TRAITS, name) ? TRAITS[name] : {}),
  name,
  of: (posed) => part(posed as Posed, owner).parameters?.[name] as number | undefined,
  at: <Q extends OrderParameters>(posed: Posed<Q>, value: number): Posed<Q> => {
    const made = remade(part(posed as Posed, owner), name, value)
    if (owner === 'ansatz') return { ...posed, ansatz: made as Ansatz<Q> }
    return { ...posed, problem: posed.problem.at({ [owner]: made }) }
  },
})

/** The control parameters of a question, in the order α, κ, those of the ansatz, of the constraint, of the activation, of the weights. */
export function controlsOf<Q extends OrderParameters>(posed: Posed<Q>): readonly Control[] {
  const { margin } = posed.problem.constraint.parameters ?? {}
  const controls: Control[] = [
    ALPHA,
    ...(posed.problem.constraint.kind === 'margin' && margin !== undefined ? [MARGIN] : []),
  ]
  for (const owner of OWNERS) {
    for (const [name] of numbersOf(part(posed as unknown as Posed, owner))) {
      if (!controls.some((control) => control.name === name)) controls.push(owned(owner, name))
    }
  }
  return controls
}

/**
 * The control parameter of this name.
 *
 * @throws UNKNOWN_NAME where neither the problem nor the ansatz has it, INVALID_OPTION where it cannot be changed
 */
export function controlOf<Q extends OrderParameters>(posed: Posed<Q>, name: string): Control {
  if (typeof name !== 'string') throw invalid('control parameter', name, 'a name such as alpha')
  const controls = controlsOf(posed)
  const found = controls.find((control) => control.name === name)
  if (found !== undefined) return found
  // which says that there is none, once it is set
  if (name === 'margin') return MARGIN
  const fixed = OWNERS.map((owner) => part(posed as unknown as Posed, owner)).find(({ parameters = {} }) =>
    Object.hasOwn(parameters, name),
  )
  if (fixed !== undefined) {
    throw new GardnerError(
      'INVALID_OPTION',
      `invalid control parameter: ${name}; ${fixed.name} cannot be made at another ${name}`,
    )
  }
  throw unknownName(
    'control parameter',
    name,
    controls.map((control) => control.name),
  )
}
