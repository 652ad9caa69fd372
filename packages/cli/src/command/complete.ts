import tab from '@bomb.sh/tab/commander'
import { ACTIVATION, ANSATZ, CONSTRAINT, WEIGHTS } from '@gardner/core/registry'
import type { Command } from 'commander'
import { CATALOGUE, type Container, resolve } from '../ports.js'
import { formats } from '../settings.js'
import { quantityNames } from './curve-plan.js'
import { sections } from './list.js'

/** Adds `gardner complete`, which prints the script of a shell and answers its questions. */
export function complete(root: Command, container: Container): void {
  const catalogue = resolve(container, CATALOGUE)
  const named = (kind: Parameters<typeof catalogue.all>[0]) =>
    catalogue.all(kind).map(({ name, plugin }): readonly [string, string] => [name, `from ${plugin}`])
  const plain = (names: readonly string[]) => names.map((name): readonly [string, string] => [name, ''])
  const choices: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    activation: named(ACTIVATION as never),
    weights: named(WEIGHTS as never),
    ansatz: named(ANSATZ as never),
    constraint: named(CONSTRAINT as never),
    format: plain(formats),
    quantity: plain(quantityNames),
  }
  const completion = tab(root)
  for (const command of completion.commands.values()) {
    for (const [option, entries] of Object.entries(choices)) {
      const found = command.options.get(option)
      if (found !== undefined) {
        found.handler = (answer) => {
          for (const [name, note] of entries) answer(name, note)
        }
      }
    }
  }
  const section = completion.commands.get('list')?.arguments.get('section')
  if (section !== undefined) {
    section.handler = (answer) => {
      for (const name of sections) answer(name, '')
    }
  }
}
