import type { Verdict } from '@gardner/core'
import type { Fields } from '@gardner/results'

/** A command and its options, as they would be typed. */
export interface Line {
  readonly command: 'capacity' | 'instability' | 'franz-parisi' | 'local-entropy' | 'stabilities'
  readonly options: Readonly<Record<string, string>>
  /** Options without a value. */
  readonly flags?: readonly 'minimum'[]
}

/** A module with plugins as it was named, the folder where that was, and a digest of its text. */
export interface UsedModule {
  readonly specifier: string
  readonly folder: string
  readonly digest: string
}

/** A line as a thread gets it, with what cannot be typed. */
export interface Work extends Line {
  /** Plugins beside the standard ones. */
  readonly modules?: readonly UsedModule[]
  /** What the activation does, so that a result of another one of the same name is told apart. */
  readonly fingerprint?: string
}

/** How far a command is, then what it found. */
export type LineEvent =
  | { readonly kind: 'step'; readonly share: number }
  | {
      readonly kind: 'done'
      /** Of the computing alone. */
      readonly seconds: number
      readonly verdict: Verdict
      readonly json: { readonly [key: string]: unknown }
      readonly records: readonly Fields[]
    }
