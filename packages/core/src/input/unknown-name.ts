import { editDistance } from './edit-distance.js'
import { GardnerError } from './error.js'

/** The error about a name that is none of the known ones: `unknown activation: rleu; did you mean relu? known: …`. */
export function unknownName(kind: string, name: string, known: readonly string[]): GardnerError {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 2)))
    .sort((a, b) => a.distance - b.distance)[0]
  // of names that are told apart by a number, such as 1rsb to 9rsb, another number is no slip of the pen
  const alike = known.filter((candidate) => withoutNumbers(candidate) === withoutNumbers(name))
  const hint =
    alike.length > 1
      ? ` there are ${alike[0]} to ${alike[alike.length - 1]};`
      : near === undefined
        ? ''
        : ` did you mean ${near.candidate}?`
  const list = known.length === 0 ? 'none is registered' : `known: ${known.join(', ')}`
  return new GardnerError(
    'UNKNOWN_NAME',
    `unknown ${kind}: ${name.length > 80 ? `${name.slice(0, 77)}...` : name};${hint} ${list}`,
  )
}

const withoutNumbers = (name: string): string => name.toLowerCase().replace(/\d+/g, '#')
