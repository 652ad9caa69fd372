import tab from '@bomb.sh/tab/commander'
import { costKinds, tiesKinds } from '@gardner/core'
import { ACTIVATION, ANSATZ, CONSTRAINT, type Role, SAMPLER, WEIGHTS } from '@gardner/core/registry'
import { formats } from '@gardner/results'
import type { Command } from 'commander'
import type { Session } from '../session/session.js'
import { distanceQuantityNames, quantityNames } from '../theory/curve-plan.js'
import { sections } from './list.js'
import { plotThemes } from './plot.js'
import { studyNames } from './reproduce.js'

/** The commands whose quantities belong to a distance. */
const alongDistance: readonly string[] = ['franz-parisi', 'local-entropy']

/** Critical values of the ansätze that are always there. */
const criticalNames = ['capacity', 'instability', 'minimumDistance', 'breakUp'] as const

const finite: readonly string[] = ['sample', 'robustness', 'success']

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
  const named = (kind: Role<unknown>) =>
    catalogue.all(kind).map(({ name, plugin }): readonly [string, string] => [name, `from ${plugin}`])
  const plain = (names: readonly string[]) => names.map((name): readonly [string, string] => [name, ''])
  const choices: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    activation: named(ACTIVATION),
    weights: named(WEIGHTS),
    ansatz: named(ANSATZ),
    constraint: named(CONSTRAINT),
    method: named(SAMPLER),
    format: plain(formats),
    quantity: plain(quantityNames),
    replicas: plain(['inf']),
    wiring: plain(['tree', 'full']),
    patterns: plain(['binary', 'gaussian']),
    labels: plain(['random', 'teacher']),
    ties: plain(tiesKinds),
    until: plain(['solved', 'end']),
    cost: plain(costKinds),
    theme: plain(Object.keys(plotThemes)),
  }
  const ownChoices = (name: string) => {
    if (alongDistance.includes(name)) return { ...choices, quantity: plain(distanceQuantityNames) }
    // finite machines have whole numbers of replicas
    return finite.includes(name) ? { ...choices, replicas: [] } : choices
  }
  const completion = tab(root)
  for (const [name, command] of completion.commands) {
    const own = ownChoices(name)
    for (const [option, entries] of Object.entries(own)) {
      const found = command.options.get(option)
      if (found !== undefined) {
        found.handler = (answer) => {
          for (const [name, note] of entries) answer(name, note)
        }
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
