import type { Command, Option } from 'commander'
import { AGAIN, isName, severalIn } from '../option/several.js'
import { misuse } from '../session/failure.js'

/** Options that are lists in themselves. */
const lists: Readonly<Record<string, readonly string[]>> = {
  curve: ['alpha', 'quantity'],
  'franz-parisi': ['distances', 'quantity'],
  'local-entropy': ['distances', 'quantity'],
  stabilities: ['stabilities'],
  robustness: ['flips'],
  success: ['alpha'],
  plot: ['quantity'],
  reproduce: ['only'],
}

/**
 * What an option means that is given again: one more value where there can be several, and else a mistake, as either of them may be
 * what was meant.
 */
export function givenAgain(command: Command, option: Option): void {
  if (!(option.required || option.optional) || option.parseArg !== undefined) return
  const name = option.attributeName()
  const numbers = lists[command.name()] ?? []
  const several = [...(severalIn[command.name()] ?? []), ...numbers].some((other) => other === name)
  option.argParser((value: string, previous: string | undefined) => {
    if (previous === undefined) return value
    if (several) return previous + (isName(name) ? AGAIN : ', ') + value
    throw misuse(`--${option.name()} is given twice, as ${previous} and ${value}; expected one value`)
  })
}
