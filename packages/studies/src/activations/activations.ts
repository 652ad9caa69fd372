import { type Activation, isGardnerError } from '@gardner/core'
import { ACTIVATION, type Catalogue } from '@gardner/core/registry'
import { published } from '../bmz2019/published.js'
import type { Line, UsedModule } from '../line.js'
import type { Study } from '../study.js'

/** Members of families that have no parameters of their own accord. */
const members: Readonly<Record<string, string>> = { monomial: 'monomial:3', polynomial: 'polynomial:0,1,1' }

/** What one number may take, in milliseconds: a hundred times what the slowest needs. */
const BUDGET = '60000'

const ansatze: Readonly<Record<string, readonly string[]>> = {
  binary: ['rs', '1rsb'],
  spherical: ['rs', '1rsb', '2rsb', '3rsb'],
}

/** The critical loads of all activations that there are, those of plugins too; a fingerprint says what an activation does. */
export function activations(
  catalogue: Catalogue,
  modules: readonly UsedModule[],
  fingerprintOf: (activation: Activation) => string,
): Study {
  const { known, families } = named(catalogue)
  return {
    name: 'activations',
    title: 'Capacities of all activations',
    reference:
      'RS, 1RSB, 2RSB and 3RSB capacities and the instability of RS, of binary and of spherical weights at κ = 0',
    published,
    modules,
    fingerprints: new Map(known.map((name) => [name, fingerprintOf(catalogue.get(ACTIVATION, name))])),
    notes: [
      ...Object.entries(members)
        .filter(([, member]) => known.includes(member))
        .map(([name, member]) => `${name} is a family: ${member} stands for it.`),
      ...families.map((name) => `${name} is a family whose members have to be named: it is left out.`),
    ],
    datasets: [
      {
        name: 'capacities',
        title: 'critical loads, with more and more steps of replica symmetry breaking',
        draw: async (rows) => (await import('../figures.js')).capacities(rows),
        lines: known.flatMap((activation) =>
          Object.entries(ansatze).flatMap(([weights, steps]) =>
            steps.flatMap((ansatz): Line[] => {
              const options = { activation, weights, ansatz, budget: BUDGET }
              return [
                { command: 'capacity', options },
                ...(ansatz === 'rs' ? [{ command: 'instability' as const, options }] : []),
              ]
            }),
          ),
        ),
      },
    ],
  }
}

function named(catalogue: Catalogue): { readonly known: readonly string[]; readonly families: readonly string[] } {
  const known: string[] = []
  const families: string[] = []
  for (const { name } of catalogue.all(ACTIVATION)) {
    const member = members[name] ?? name
    try {
      catalogue.get(ACTIVATION, member)
      known.push(member)
    } catch (error) {
      if (!isGardnerError(error) || error.code !== 'INVALID_OPTION') throw error
      families.push(name)
    }
  }
  return { known, families }
}
