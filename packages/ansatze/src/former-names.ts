import { GardnerError } from '@gardner/core'

// Names of 0.1.0. Each says what is called in its place.

const former =
  (name: string, now: string) =>
  (..._: readonly unknown[]): never => {
    throw new GardnerError('INVALID_OPTION', `${name} of 0.1.0 is ${now} now`)
  }

/** @deprecated `complete(minimumDistance(problem))` */
export const minimumDistanceNow = former('minimumDistanceNow(problem)', 'complete(minimumDistance(problem))')
/** @deprecated `complete(breakUp(machine, options))` */
export const breakUpNow = former('breakUpNow(problem, options)', 'complete(breakUp(machine, options))')
