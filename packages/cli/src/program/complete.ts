import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import { sections } from '../command/list.js'
import { studyNames } from '../command/reproduce.js'
import type { Declaration } from '../option/declared.js'
import type { Session } from '../session/session.js'
import { criticalNames } from '../theory/curve-plan.js'
import { takenAs } from './take.js'

/**
 * Runs work of the library of completions, which prints with `console.log` what a shell is to read. Where nothing is known it forbids the
 * shell to look for files, which are what options such as `--out` want; and its script for bash can be read once only.
 */
export async function printing(session: Session, work: () => Promise<unknown>): Promise<void> {
  const { log } = console
  let printed = ''
  console.log = (text: string) => {
    printed += `${text}\n`
  }
  try {
    await work()
  } finally {
    console.log = log
  }
  const { out } = session
  if (printed === NOTHING) out(FILES)
  else out(printed.replace(/^readonly (?=ShellComp)/gm, '').replace(/^complete -F/m, 'complete -o default -F'))
}

/** Directives of the protocol: no files, and whatever the shell has by default. */
const [NOTHING, FILES] = [':4\n', ':0\n']

/** Adds `gardner complete`, which prints the script of a shell and answers its questions. */
export function complete(root: Command, session: Session): void {
  const { catalogue } = session
  const answersTo = (choices: Declaration['choices'] = []): readonly (readonly [string, string])[] =>
    isNames(choices)
      ? choices.map((name) => [name, ''])
      : catalogue.all(choices).map(({ name, plugin }) => [name, `from ${plugin}`])
  const completion = tab(root)
  for (const command of root.commands) {
    const own = completion.commands.get(command.name())
    for (const option of command.options) {
      const found = own?.options.get(option.name())
      const answers = answersTo(takenAs(option)?.choices)
      if (found === undefined || answers.length === 0) continue
      found.handler = (answer) => {
        for (const [name, note] of answers) answer(name, note)
      }
    }
  }
  const argumentNames = {
    list: ['section', sections],
    reproduce: ['study', studyNames],
    critical: ['name', criticalNames],
  } as const
  for (const [command, [argument, names]] of Object.entries(argumentNames)) {
    const found = completion.commands.get(command)?.arguments.get(argument)
    if (found === undefined) continue
    found.handler = (answer) => {
      for (const name of names) answer(name, '')
    }
  }
}

const isNames = (choices: NonNullable<Declaration['choices']>): choices is readonly string[] => Array.isArray(choices)
