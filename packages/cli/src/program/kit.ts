import type { Command } from 'commander'
import type { Actions } from './actions.js'

/** What commands are made with. */
export interface Kit {
  readonly actions: Actions
  command(name: string, description: string): Command
  run<A extends readonly unknown[]>(action: (...given: A) => Promise<number>): (...given: A) => Promise<void>
}
