import type { Catalogue } from '@gardner/core/registry'
import type { Engine } from './engine.js'
import type { PluginSource } from './plugin-source.js'
import type { Store } from './store.js'

/** What a run of the command line has to work with: made once by `compose`, frozen, and handed on whole or in part. */
export interface Session extends Console {
  /** What is known of the terminal. */
  readonly terminal: Terminal
  /** The folder that relative paths start from. */
  readonly folder: string
  /** The environment. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly signals: Signals
  readonly clock: Clock
  /** Everything that can be named. */
  readonly catalogue: Catalogue
  /** Where plugins come from. */
  readonly plugins: PluginSource
  /** Where jobs run. */
  readonly engine: Engine
  /** Where checkpoints and journals are kept. */
  readonly store: Store
  /** The files that are in use. */
  readonly claims: Claims
  /** The version of the command line. */
  readonly version: string
  /** Which of several answers is being worked at. */
  readonly which: Which
}

/** Where text goes: answers to `out`, all else to `err`. */
export interface Console {
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

/** Ctrl-C and its relatives. */
export interface Signals {
  /** Calls `interrupted` at each signal until the returned function is called. */
  listen(interrupted: () => void): () => void
  /** Ends the program at once. */
  end(): void
  /** Calls `ended` when nothing is left that could wake the program, until the returned function is called. */
  idle?(ended: () => void): () => void
}

/** Milliseconds from some origin. */
export type Clock = () => number

/** The files of a command, so that none is read and written, or written twice. */
export interface Claims {
  /** A file that is read: `what` it is, such as `instance`, and the path that was typed. */
  read(file: string, path: string, what: string): void
  /** A file that will be written, by the option that named it. */
  write(file: string, path: string, option: string): void
}

/** Which of several answers is being worked at; empty texts where there is one. */
export interface Which {
  /** For remarks: `relu, binary`. */
  readonly name: string
  /** For the line of progress: `2 of 6 (relu, binary)`. */
  readonly progress: string
}

/** What the words of a question need: the names, and a place for warnings. */
export type Vocabulary = Pick<Session, 'catalogue' | 'err'>

/** What the reading and writing of files needs. */
export type Files = Pick<Session, 'folder' | 'claims' | 'out' | 'err'>
