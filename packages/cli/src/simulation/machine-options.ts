import { type Ties, type Wiring, wholeNumber } from '@gardner/core'
import { chosen } from '../option/declared.js'
import { numeral } from '../option/numeral.js'
import { numberOf, type Settings } from '../option/settings.js'
import { usageError } from '../session/failure.js'
import type { DrawnInstance } from './machine.js'

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
    patterns: chosen('patterns', patterns),
    labels: labelsOf(settings) ?? 'random',
    ties: tiesOf(settings),
  }
}

export function countOf(settings: Settings, name: 'inputs' | 'units'): number {
  const text = settings[name]
  if (text !== undefined) return wholeNumber(name, numeral(name, text, 'a whole number, 1 or above'), 1)
  throw usageError(`missing ${name}: give --${name}, or an instance in a file`)
}

const DEFAULT_SEED = 1

export const seedOf = ({ seed }: Settings): number =>
  seed === undefined ? DEFAULT_SEED : wholeNumber('seed', numeral('seed', seed, 'a whole number, 0 or above'))

export const wiringOf = ({ wiring = 'tree' }: Settings): Wiring => chosen('wiring', wiring)

export const tiesOf = ({ ties = 'errors' }: Settings): Ties => chosen('ties', ties)

export const labelsOf = ({ labels }: Settings): 'random' | 'teacher' | undefined =>
  labels === undefined ? undefined : chosen('labels', labels)
