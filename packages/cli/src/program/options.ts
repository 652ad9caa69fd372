import type { Command } from 'commander'
import { declared } from '../option/declared.js'
import { take } from './take.js'

/** The options that choose a problem and an ansatz. */
export function machine(command: Command): void {
  problem(command)
  take(command, 'ansatz')
}

export const problem = (command: Command, margin = declared.margin.help as string): void =>
  take(command, 'activation', 'weights', { name: 'margin', help: margin }, 'constraint', 'budget')

/** A load, and distances from solutions there. */
export const distances = (command: Command): void => take(command, 'alpha', { name: 'distances', list: true })

/** The options of commands that find what can be drawn. */
export const plotted = (command: Command): void => take(command, 'plot', 'width')

/** The options of every command. */
export function general(command: Command, out = true): void {
  take(command, 'format')
  if (out) take(command, 'out')
  take(command, 'config', 'plugin', 'verbose')
}
