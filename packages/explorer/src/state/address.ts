import type { Machine } from '../engine/machine.js'
import { readActivation } from './activation.js'
import { type Bounds, bounds, defaults, type FiniteSettings, MOST_MACHINES, outOf, type Settings } from './settings.js'

/** Goes up when an old address would be misread. */
const VERSION = '1'

const WEIGHTS = ['binary', 'spherical']

const finiteKeys = [
  'card',
  'method',
  'units',
  'inputs',
  'replicas',
  'sweeps',
  'seed',
] as const satisfies readonly (keyof FiniteSettings)[]

/** Settings as what stands behind the # of the address: `v=1&machine=committee;relu;binary;0&alpha=0.6`. */
export function addressOf(settings: Settings): string {
  const { machines, alpha, tab, solutions, distance, finite } = settings
  const pairs: [string, string][] = [['v', VERSION]]
  for (const machine of machines) pairs.push(['machine', machineText(machine)])
  pairs.push(['alpha', String(alpha)])
  const put = (key: string, value: string | number, usual?: string | number) => {
    if (value !== usual) pairs.push([key, String(value)])
  }
  put('tab', tab, defaults.tab)
  put('solutions', solutions, defaults.solutions)
  put('distance', distance, defaults.distance)
  for (const key of finiteKeys) {
    const value = finite[key]
    if (value !== undefined) put(key, value, defaults.finite[key])
  }
  return pairs.map(([key, value]) => `${key}=${escaped(value)}`).join('&')
}

const machineText = ({ architecture, activation, weights, margin }: Machine): string =>
  [architecture, ...(architecture === 'committee' ? [activation] : []), weights, margin].join(';')

/** Readable wherever a fragment may hold the character. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/%(3A|3B|2C|2F|40)/g, (code) => decodeURIComponent(code))

export interface Reading {
  readonly settings: Settings
  /** What could not be used, for the reader; the defaults stand in its place. */
  readonly problems: readonly string[]
}

/** The settings that an address says, with or without its #. */
export function readAddress(text: string): Reading {
  const fragment = text.replace(/^#/, '')
  if (fragment === '') return { settings: defaults, problems: [] }
  const entries = new URLSearchParams(fragment)
  const version = entries.get('v')
  if (version !== VERSION) {
    const said = version === null ? 'it has no version' : `it is of version ${JSON.stringify(version)}`
    return { settings: defaults, problems: [`The address is not one of this page: ${said}, expected v=${VERSION}.`] }
  }
  const problems: string[] = []
  const problem = (key: string, value: string, expected: string) =>
    problems.push(`The address says ${key}=${JSON.stringify(value)}; ${expected}.`)
  const known = new Set(['v', 'machine', 'alpha', 'tab', 'solutions', 'distance', ...finiteKeys])
  for (const key of new Set(entries.keys())) {
    if (!known.has(key)) problems.push(`The address says ${JSON.stringify(key)}, which means nothing here.`)
  }
  const number = <T extends number | undefined>(key: string, limits: Bounds, usual: T): number | T => {
    const value = entries.get(key)
    if (value === null) return usual
    const read = value.trim() === '' ? Number.NaN : Number(value)
    const wrong = outOf(limits, read)
    if (wrong === undefined) return read
    problem(key, value, wrong)
    return usual
  }
  const choice = <T extends string>(key: string, choices: readonly T[], usual: T): T => {
    const value = entries.get(key)
    if (value === null) return usual
    if (choices.includes(value as T)) return value as T
    problem(key, value, `expected ${choices.join(' or ')}`)
    return usual
  }
  /** A size that follows the machine unless the address has it. */
  const chosen = (key: 'units' | 'inputs') => {
    const value = number(key, bounds[key], undefined)
    return value === undefined ? {} : { [key]: value }
  }
  const machines = readMachines(entries.getAll('machine'), problem)
  const settings: Settings = {
    machines,
    alpha: number('alpha', bounds.alpha, defaults.alpha),
    tab: choice('tab', ['theory', 'finite'], defaults.tab),
    solutions: choice('solutions', ['typical', 'dense'], defaults.solutions),
    distance: number('distance', bounds.distance, defaults.distance),
    finite: {
      card: number('card', { from: 1, to: machines.length, whole: true }, defaults.finite.card),
      ...chosen('units'),
      ...chosen('inputs'),
      method: choice('method', ['anneal', 'replicated'], defaults.finite.method),
      replicas: number('replicas', bounds.replicas, defaults.finite.replicas),
      sweeps: number('sweeps', bounds.sweeps, defaults.finite.sweeps),
      seed: number('seed', bounds.seed, defaults.finite.seed),
    },
  }
  return { settings, problems }
}

type Problem = (key: string, value: string, expected: string) => void

function readMachines(texts: readonly string[], problem: Problem): readonly Machine[] {
  const machines = texts.flatMap((text) => {
    const read = readMachine(text)
    if (typeof read !== 'string') return [read]
    problem('machine', text, read)
    return []
  })
  if (machines.length > MOST_MACHINES) {
    problem('machine', texts[MOST_MACHINES], `expected at most ${MOST_MACHINES} machines`)
  }
  return machines.length === 0 ? defaults.machines : machines.slice(0, MOST_MACHINES)
}

/** A machine, or what was expected. */
function readMachine(text: string): Machine | string {
  const form = 'expected committee;activation;weights;κ or perceptron;weights;κ'
  const parts = text.split(';')
  const [architecture] = parts
  if (architecture !== 'committee' && architecture !== 'perceptron') return form
  if (parts.length !== (architecture === 'committee' ? 4 : 3)) return form
  const [weights, kappa] = parts.slice(-2)
  const activation = architecture === 'committee' ? parts[1] : 'linear'
  if (!WEIGHTS.includes(weights)) return `expected the weights ${WEIGHTS.join(' or ')}`
  const margin = kappa.trim() === '' ? Number.NaN : Number(kappa)
  const wrong = outOf(bounds.margin, margin)
  if (wrong !== undefined) return `κ: ${wrong}`
  const { fault } = readActivation(activation)
  if (fault !== undefined) return fault.message
  return { architecture, activation, weights, margin: margin + 0 }
}
