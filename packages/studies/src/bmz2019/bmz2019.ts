import type { Line } from '../line.js'
import type { Study } from '../study.js'
import { denseRegions } from './dense-regions.js'
import { published } from './published.js'
import { denseSimulation } from './simulation.js'

type Machine = { readonly activation: string; readonly weights: string }

const machines: readonly Machine[] = ['binary', 'spherical'].flatMap((weights) =>
  ['sign', 'relu'].map((activation) => ({ activation, weights })),
)

/** Steps that change something: binary weights freeze at the first, and the capacity of sign on the sphere diverges with any. */
const stepsOf = ({ activation, weights }: Machine): readonly string[] =>
  activation === 'relu' && weights === 'spherical' ? ['rs', '1rsb', '2rsb', '3rsb'] : ['rs', '1rsb']

/** Loads on both sides of what local search reaches; those of the sphere are in its own range. */
const loads: Readonly<Record<string, readonly string[]>> = {
  binary: ['0.2', '0.4', '0.6', '0.8'],
  spherical: ['0.6', '1', '1.5'],
}

/** From end to end, at as many distances as the curves take. */
const aroundTypical = '0.002:0.5'
const amongReplicas = '0.005:0.24'

/** Loads of which the distance to the nearest solution is found. */
const isolated = '0.1:0.9'

/** The distance of the dense solutions whose stabilities are shown. */
const dense = '0.05'

/** As far as P(Δ) can be seen. */
const fields: Readonly<Record<string, string>> = { sign: '0:4', relu: '0:2' }

const atLoads = (of: (options: Machine & { readonly alpha: string }) => readonly Line[]): readonly Line[] =>
  machines.flatMap((machine) => loads[machine.weights].flatMap((alpha) => of({ ...machine, alpha })))

/** The theory of Baldassi, Malatesta and Zecchina: a table and three figures. */
export const bmz2019: Study = {
  name: 'bmz2019',
  title: 'Committee machines of sign and of ReLU units: what they store, and how their solutions lie',
  published,
  simulation: { quick: denseSimulation(denseRegions.quick), full: denseSimulation(denseRegions.full) },
  notes: [
    'The margin is κ = 0 throughout.',
    'Figures 1, 2 and 3 show what the figures of these numbers in the paper are about; no panel is a copy of one there.',
    'Their loads and distances are a choice of this project, some on either side of what algorithms reach, and what is marked as ours has no figure in the paper that it is named after.',
  ],
  reference: 'C. Baldassi, E. M. Malatesta, R. Zecchina, Phys. Rev. Lett. 123, 170602 (2019)',
  datasets: [
    {
      name: 'capacities',
      draw: async (rows) => (await import('../figures.js')).capacities(rows),
      title: 'critical loads, with more and more steps of replica symmetry breaking',
      lines: machines.flatMap((machine) =>
        stepsOf(machine).flatMap((ansatz): Line[] => [
          { command: 'capacity', options: { ...machine, ansatz } },
          ...(ansatz === 'rs' || (ansatz === '1rsb' && machine.weights === 'spherical')
            ? [{ command: 'instability' as const, options: { ...machine, ansatz } }]
            : []),
        ]),
      ),
    },
    {
      name: 'figure-1',
      draw: async (rows) => (await import('./figures.js')).franzParisi(rows),
      title: 'entropy of the solutions at a distance from a typical one (Franz–Parisi)',
      lines: atLoads((options) => [{ command: 'franz-parisi', options: { ...options, distances: aroundTypical } }]),
    },
    {
      name: 'figure-2',
      draw: async (rows) => (await import('./figures.js')).localEntropy(rows),
      title: 'local entropy of dense regions, and of y = 10 replicas',
      lines: atLoads((options) =>
        (options.alpha === loads[options.weights][1] ? ['inf', '10'] : ['inf']).map((replicas) => ({
          command: 'local-entropy',
          options: { ...options, replicas, distances: amongReplicas },
        })),
      ),
    },
    {
      name: 'figure-2-minimum',
      draw: async (rows) => (await import('./figures.js')).nearest(rows),
      title: 'distance below which there are no solutions around a typical one, binary weights',
      lines: machines
        .filter(({ weights }) => weights === 'binary')
        .map(
          (machine): Line => ({
            command: 'franz-parisi',
            options: { ...machine, alpha: isolated },
            flags: ['minimum'],
          }),
        ),
    },
    {
      name: 'figure-3',
      draw: async (rows) => (await import('./figures.js')).stabilities(rows),
      title: 'distribution of stabilities, of typical solutions and of those of dense regions',
      lines: atLoads((options) => [
        { command: 'stabilities', options: { ...options, stabilities: fields[options.activation] } },
        {
          command: 'stabilities',
          options: { ...options, replicas: 'inf', distance: dense, stabilities: fields[options.activation] },
        },
      ]),
    },
  ],
}
