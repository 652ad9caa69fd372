import { type Wiring, wholeNumber } from '@gardner/core'
import { instance } from '@gardner/samplers'
import { choose } from '../choice.js'
import { misuse } from '../failure.js'
import { numeral } from '../numeral.js'
import type { Container } from '../ports.js'
import { isPatternFile, numberOf, type Options, problemOf, type Settings } from '../settings.js'
import type { DrawnInstance, Machine } from './machine.js'

/** What `--instance` says already. */
const described = [
  'activation',
  'weights',
  'margin',
  'units',
  'inputs',
  'alpha',
  'wiring',
  'patterns',
  'labels',
] as const satisfies (keyof Options)[]

/** The instance that settings describe, or that of a file. */
export async function machineOf(container: Container, settings: Settings): Promise<Machine> {
  const { typed } = settings
  if (typed.instance === undefined) return drawnMachine(container, settings)
  const other = described.find((option) => typed[option] !== undefined)
  if (other !== undefined) throw misuse(`--instance and --${other} exclude each other: the file says it all`)
  return (await import('./instance-input.js')).readInstance(container, typed.instance)
}

async function drawnMachine(container: Container, settings: Settings): Promise<Machine> {
  const { patterns = 'binary' } = settings
  if (isPatternFile(patterns)) return (await import('./instance-input.js')).machineOfPatterns(container, settings)
  const { problem, activation, weights } = problemOf(container, settings, placeOf(settings))
  return { instance: instance({ problem, ...drawnOf(settings) }), activation, weights }
}

function placeOf({ alpha, margin }: Settings): { readonly alpha: number; readonly margin?: number } {
  if (alpha === undefined) throw misuse('missing alpha: give --alpha, or an instance or patterns in a file')
  return { alpha: numberOf('alpha', alpha), ...marginOf({ margin }) }
}

export const marginOf = ({ margin }: Pick<Settings, 'margin'>): { readonly margin?: number } =>
  margin === undefined ? {} : { margin: numberOf('margin', margin) }

/** What is drawn, of settings without a file. */
export function drawnOf(settings: Settings): DrawnInstance {
  const { patterns = 'binary' } = settings
  return {
    inputs: countOf(settings, 'inputs'),
    units: countOf(settings, 'units'),
    seed: seedOf(settings),
    wiring: wiringOf(settings),
    patterns: choose('patterns', { binary: 'binary', gaussian: 'gaussian' } as const, patterns),
    labels: labelsOf(settings) ?? 'random',
  }
}

export function countOf(settings: Settings, name: 'inputs' | 'units'): number {
  const text = settings[name]
  if (text !== undefined) return wholeNumber(name, numeral(name, text, 'a whole number, 1 or above'), 1)
  throw misuse(`missing ${name}: give --${name}, or an instance in a file`)
}

const DEFAULT_SEED = 1

export const seedOf = ({ seed }: Settings): number =>
  seed === undefined ? DEFAULT_SEED : wholeNumber('seed', numeral('seed', seed, 'a whole number, 0 or above'))

export const wiringOf = ({ wiring = 'tree' }: Settings): Wiring =>
  choose('wiring', { tree: 'tree', full: 'full' } as const, wiring)

export const labelsOf = ({ labels }: Settings): 'random' | 'teacher' | undefined =>
  labels === undefined ? undefined : choose('labels', { random: 'random', teacher: 'teacher' } as const, labels)
