import { instance } from '@gardner/machines'
import { optionsOf } from '../option/declared.js'
import { isPatternFile, numberOf, problemOf, type Settings } from '../option/settings.js'
import { usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { machineOfPatterns, readInstance } from './instance-input.js'
import type { Machine } from './machine.js'
import { drawnOf, marginOf } from './machine-options.js'

/** What the file of an instance says already. */
export const described = optionsOf('machine')

/** The instance that settings describe, or that of a file. */
export function machineOf(session: Session, settings: Settings): Machine {
  const { typed } = settings
  if (typed.instance === undefined) return drawnMachine(session, settings)
  const other = described.find((option) => typed[option] !== undefined)
  if (other !== undefined) throw usageError(`--instance and --${other} exclude each other: the file says it all`)
  return readInstance(session, typed.instance)
}

function drawnMachine(session: Session, settings: Settings): Machine {
  const { patterns = 'binary' } = settings
  if (isPatternFile(patterns)) return machineOfPatterns(session, settings)
  const { problem, activation, weights } = problemOf(session, settings, placeOf(settings))
  return { instance: instance({ problem, ...drawnOf(settings) }), activation, weights }
}

function placeOf({ alpha, margin }: Settings): { readonly alpha: number; readonly margin?: number } {
  if (alpha === undefined) throw usageError('missing alpha: give --alpha, or an instance or patterns in a file')
  return { alpha: numberOf('alpha', alpha), ...marginOf({ margin }) }
}
