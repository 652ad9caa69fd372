import { type Catalogue, type createContainer, type Token, token } from '@gardner/core/registry'
import type { Port } from '@gardner/core/worker'
import type { Claims } from './file/claims.js'

/** What the command line needs from outside, by token: the program fills these once, a test with its own. */
export type Container = ReturnType<typeof createContainer>

/** Where text goes. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

/** What is known of the terminal. */
export interface Terminal {
  /** The stream of stderr where a person watches it: progress goes there, and nowhere else. */
  readonly live?: NodeJS.WriteStream
  /** May stdout carry colours? */
  readonly colour: boolean
  /** Columns of the terminal that stdout is, if it is one. */
  readonly width?: number
}

/** Where the program was started. */
export interface Surroundings {
  readonly folder: string
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** Ctrl-C and its relatives. */
export interface Signals {
  /** Calls `interrupted` at each signal until the returned function is called. */
  listen(interrupted: () => void): () => void
  /** Ends the program at once. */
  end(): void
}

/** Where work can be done beside this thread. */
export interface Threads {
  /** As many as there are processors. */
  readonly count: number
  /** Starts one that serves the jobs. */
  spawn(): Port
}

/** Which of several answers is being worked at; nothing where there is one. */
export interface Which {
  /** For remarks: `relu, binary`. */
  readonly name: string
  /** For the line of progress: `2 of 6 (relu, binary)`. */
  readonly progress: string
}

/** Milliseconds from some origin. */
export type Clock = () => number

export const CATALOGUE: Token<Catalogue> = token('cli/catalogue')
export const OUTPUT: Token<Output> = token('cli/output')
export const TERMINAL: Token<Terminal> = token('cli/terminal')
export const SURROUNDINGS: Token<Surroundings> = token('cli/surroundings')
export const SIGNALS: Token<Signals> = token('cli/signals')
export const THREADS: Token<Threads> = token('cli/threads')
export const CLOCK: Token<Clock> = token('cli/clock')
export const CLAIMS: Token<Claims> = token('cli/claims')
export const WHICH: Token<Which> = token('cli/which')

export const resolve = <T>(container: Container, key: Token<T>): T => container.resolve<T>(key)
