import { type Command, Option } from 'commander'
import { type Declaration, declared, type OptionName } from '../option/declared.js'

/** An option that a command takes: as it is declared, or with what is different about it there. */
export type Taken =
  | OptionName
  | ({
      readonly name: OptionName
      /** A list in itself, for one answer: given again it gets longer. */
      readonly list?: true
    } & Partial<Pick<Declaration, 'flags' | 'help' | 'choices'>>)

/** What a command says of an option. */
export type TakenOption = Declaration & { readonly list?: true }

const known = new WeakMap<Option, TakenOption>()

/** Lets a command take options. */
export function take(command: Command, ...options: readonly Taken[]): void {
  for (const one of options) {
    const { name, ...differences } = typeof one === 'string' ? { name: one } : one
    const taken: TakenOption = { ...declared[name], ...differences }
    const option = new Option(taken.flags, taken.help)
    if (taken.config === 'list') {
      option.argParser((value: string, previous: readonly string[] = []) => [...previous, value])
    }
    known.set(option, taken)
    command.addOption(option)
  }
}

/** What a command says of one of its options; undefined for one that is not declared, such as `--help`. */
export const takenAs = (option: Option): TakenOption | undefined => known.get(option)
