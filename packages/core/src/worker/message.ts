import { GardnerError, isGardnerError, show } from '../input/error.js'
import type { RunOptions } from '../run.js'

/** Said to a worker. */
export type Request =
  | {
      readonly kind: 'run'
      readonly id: number
      readonly name: string
      readonly input: unknown
      readonly options: Omit<RunOptions<unknown>, 'signal'>
      readonly aborted: boolean
    }
  | { readonly kind: 'abort' | 'cancel'; readonly id: number }

/** Said by a worker: once that it listens; of each job its events and then, also when it was cancelled, its end. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'end'; readonly id: number; readonly failure: Failure | undefined }

/** An error as data: cloning one would lose its class and code. */
export interface Failure {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: show(error) }
  const { name, message, stack } = error
  return { name, message, stack, ...(isGardnerError(error) ? { code: error.code } : {}) }
}

export function errorOf({ code, message, ...rest }: Failure): Error {
  return Object.assign(code === undefined ? new Error(message) : new GardnerError(code as never, message), rest)
}
