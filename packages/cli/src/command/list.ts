import { ACTIVATION, ANSATZ, type Catalogue, CONSTRAINT, type Role, SAMPLER, WEIGHTS } from '@gardner/core/registry'
import type { Report } from '@gardner/results'
import { choose } from '../option/choice.js'
import { type Options, readSettings } from '../option/settings.js'
import { DONE } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { answer } from './answer.js'

interface Listed {
  readonly name: string
  /** What may or must stand behind a colon. */
  readonly parameters?: string
  readonly reference?: string
  readonly plugin: string
}

const kinds: Readonly<Record<string, Role<unknown>>> = {
  activations: ACTIVATION,
  weights: WEIGHTS,
  ansatze: ANSATZ,
  constraints: CONSTRAINT,
  samplers: SAMPLER,
}

export const sections = [...Object.keys(kinds), 'plugins'] as const

/** The roles of the core, and those that plugins brought. */
function rolesOf(catalogue: Catalogue): Readonly<Record<string, Role<unknown>>> {
  const known = new Set(Object.values(kinds).map(({ token }) => token))
  const others = catalogue.roles.filter(({ token }) => !known.has(token as never))
  return { ...kinds, ...Object.fromEntries(others.map((role) => [role.name, role])) }
}

/** `gardner list`: what can be named, and whose it is. */
export async function list(session: Session, section: string | undefined, options: Options): Promise<number> {
  const settings = await readSettings(session, options)
  const send = answer(session, settings)
  const { catalogue } = session
  const all = [...Object.keys(rolesOf(catalogue)), 'plugins']
  const names = Object.fromEntries(all.map((name) => [name, name]))
  const chosen = section === undefined ? all : [choose('section', names, section)]
  await send(listReport(catalogue, chosen))
  return DONE
}

function listReport(catalogue: Catalogue, chosen: readonly string[]): Report {
  const listed = chosen.map((section) => ({ section, entries: entriesOf(catalogue, section) }))
  return {
    json: () => ({
      command: 'list',
      ...Object.fromEntries(listed.map(({ section, entries }) => [section, entries])),
    }),
    records: () =>
      listed.flatMap(({ section, entries }) =>
        entries.map(({ name, parameters, reference, plugin }) => ({ section, name, parameters, reference, plugin })),
      ),
    sheets: () =>
      listed.map(({ section, entries }) => ({
        columns: [{ heading: section }, { heading: '' }, { heading: 'plugin' }, { heading: 'reference' }],
        rows: entries.map(({ name, parameters, reference, plugin }) => [
          name,
          parameters === undefined ? '' : `${name}:${parameters}`,
          plugin,
          reference ?? '',
        ]),
      })),
  }
}

function entriesOf(catalogue: Catalogue, section: string): readonly Listed[] {
  if (section === 'plugins') return catalogue.plugins.map((plugin) => ({ name: plugin, plugin }))
  const entries = catalogue.all(rolesOf(catalogue)[section]).map(({ name, plugin, value }): Listed => {
    const { usage, reference } = value as { usage?: unknown; reference?: unknown }
    return {
      name,
      ...(typeof usage === 'string' ? { parameters: usage } : {}),
      ...(typeof reference === 'string' ? { reference } : {}),
      plugin,
    }
  })
  // Gardner's margin is no plugin: it has an option of its own
  return section === 'constraints'
    ? [{ name: 'margin', parameters: 'κ (as --margin κ)', plugin: 'core' }, ...entries]
    : entries
}
