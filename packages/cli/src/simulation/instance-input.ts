import { isGardnerError } from '@gardner/core'
import { decodeInstance, type GivenPatterns, instance, patternsFromNpy, patternsFromText } from '@gardner/machines'
import { bytesOf } from '../file/reading.js'
import { chosen } from '../option/declared.js'
import { problemOf, type Settings } from '../option/settings.js'
import { usageError } from '../session/failure.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import type { Machine } from './machine.js'
import { countOf, marginOf, seedOf, tiesOf, wiringOf } from './machine-options.js'

/** What a file holds; of what is wrong with it the file is told as well. */
export function decoded<T>(path: string, what: string, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (!isGardnerError(error)) throw error
    throw usageError(`cannot use ${what} ${path}: ${error.message}`, error)
  }
}

/** The instance of a file, with the names in it. */
export function readInstance(session: Session, path: string): Machine {
  const { catalogue } = session
  const text = bytesOf(session, path, 'instance').toString('utf8')
  let names = { activation: '', weights: '' }
  const instance = decoded(path, 'instance', () =>
    decodeInstance(
      text,
      {
        problem: (spec) => {
          names = spec
          return catalogue.problem(spec)
        },
      },
      (text) => remark(session, `${path}: ${text}`),
    ),
  )
  const { activation, weights } = names
  return { instance, activation, weights }
}

const isNpy = (path: string): boolean => /\.npy$/i.test(path)

/** The instance of the patterns in a file, with the labels in it, in another one, or drawn. */
export function machineOfPatterns(session: Session, settings: Settings): Machine {
  const { patterns: path = '', labels, alpha, typed } = settings
  if (typed.alpha !== undefined && alpha !== undefined) {
    throw usageError('--alpha and --patterns with a file exclude each other: the load is that of the file')
  }
  const labelFile = labels !== undefined && isNpy(labels) ? labels : undefined
  const drawn = labels === undefined || labelFile !== undefined ? undefined : chosen('labels', labels)
  const given = givenPatterns(session, path, labelFile)
  const { problem, activation, weights } = problemOf(session, settings, marginOf(settings))
  const made = decoded(path, 'patterns', () =>
    instance({
      problem,
      inputs: settings.inputs === undefined ? given.inputs : countOf(settings, 'inputs'),
      units: countOf(settings, 'units'),
      seed: seedOf(settings),
      wiring: wiringOf(settings),
      patterns: given,
      ties: tiesOf(settings),
      ...(drawn === undefined ? {} : { labels: drawn }),
    }),
  )
  return { instance: made, activation, weights }
}

function givenPatterns(session: Session, path: string, labelFile: string | undefined): GivenPatterns {
  const bytes = bytesOf(session, path, 'patterns')
  const tell = (text: string) => remark(session, `${path}: ${text}`)
  if (isNpy(path)) {
    const labels = labelFile === undefined ? undefined : bytesOf(session, labelFile, 'labels')
    return decoded(path, 'patterns', () => patternsFromNpy(bytes, labels, tell))
  }
  if (labelFile !== undefined) {
    throw usageError(`--labels ${labelFile} belongs to patterns in a .npy file; in ${path} labels are the last column`)
  }
  return decoded(path, 'patterns', () => patternsFromText(bytes.toString('utf8'), tell))
}
