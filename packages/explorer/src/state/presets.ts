import type { Machine } from '../engine/machine.js'
import { defaults, type Settings } from './settings.js'

/** Something worth seeing: machines at a load, and what to look at. */
export interface Preset {
  readonly name: string
  readonly look: string
  readonly settings: Settings
  /** A finite machine is trained at once. */
  readonly starts?: boolean
}

const committee = (activation: string, weights: string): Machine => ({
  architecture: 'committee',
  activation,
  weights,
  margin: 0,
})
const perceptron = (weights: string): Machine => ({
  architecture: 'perceptron',
  activation: 'linear',
  weights,
  margin: 0,
})

export const presets: readonly Preset[] = [
  {
    name: 'ReLU against sign',
    look: 'Two machines of ±1 weights that differ in their hidden units alone. sign stores a little more (the curves meet 0 at α_c), but around typical solutions ReLU has more room: look at small d in the figures below.',
    settings: defaults,
  },
  {
    name: 'Gardner’s perceptron',
    look: 'One unit, real weights: it stores two patterns a weight, α_c = 2, as Elizabeth Gardner found in 1988. Drag the load to 2 and watch q go to 1: the solutions shrink to a point. Raise the margin κ to see the price of safety.',
    settings: { ...defaults, machines: [perceptron('spherical')], alpha: 1 },
  },
  {
    name: '±1 against real weights',
    look: 'The same perceptron with weights ±1 stores 0.833 patterns a weight, and typical solutions stand alone: S(d) is below 0 near d = 0. With real weights there is a neighbour at any distance.',
    settings: { ...defaults, machines: [perceptron('binary'), perceptron('spherical')], alpha: 0.6 },
  },
  {
    name: 'Symmetry breaks',
    look: 'ReLU units with real weights: α_AT lies below α_c, so that replica symmetry (RS) promises too much. One and two steps of its breaking (1RSB, 2RSB) each correct the capacity downwards.',
    settings: { ...defaults, machines: [committee('relu', 'spherical')], alpha: 1.5 },
  },
  {
    name: 'A dense region forms',
    look: 'Seven replicas of a machine learn at once and attract each other. As errors go to 0 their overlap rises above that of typical solutions, and their stabilities come to lie on the curve of the dense region.',
    settings: { ...defaults, machines: [committee('relu', 'binary')], tab: 'finite' },
    starts: true,
  },
]

/** The one that is shown: its machines on its tab, at whatever load. */
export const presetOf = ({ machines, tab }: Settings): Preset | undefined =>
  presets.find(({ settings }) => settings.tab === tab && sameText(settings.machines.map(seen), machines.map(seen)))

const sameText = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A perceptron has no activation, whatever stands there. */
const seen = ({ architecture, activation, weights, margin }: Machine) => [
  architecture,
  architecture === 'perceptron' ? '' : activation,
  weights,
  margin,
]
