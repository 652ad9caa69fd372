import type { Command, Option } from 'commander'
import { roleOf } from '../option/declared.js'
import { AGAIN, severalIn } from '../option/several.js'
import { usageError } from '../session/failure.js'
import { takenAs } from './take.js'

/**
 * What an option means that is given again: one more value where there can be several, and else a mistake, as either of them may be
 * what was meant.
 */
export function givenAgain(command: Command, option: Option): void {
  if (!(option.required || option.optional) || option.parseArg !== undefined) return
  const name = option.attributeName()
  const several = takenAs(option)?.list ?? severalIn[command.name()]?.some((other) => other === name)
  option.argParser((value: string, previous: string | undefined) => {
    if (previous === undefined) return value
    if (several) return previous + (roleOf(name) !== undefined ? AGAIN : ', ') + value
    throw usageError(`--${option.name()} is given twice, as ${previous} and ${value}; expected one value`)
  })
}
