import { type Figure, robustness as robustnessFigure, type Series, stabilityDistribution } from '@gardner/viz'
import { written } from '../figures.js'
import type { DenseRegions, DenseResult } from './dense-regions.js'

/** Nothing is to be seen beyond it, nor of a density below. */
const REACH = 3
const LEAST = 1e-4

/** P(Δ) that was sampled beside both theories, a plot for each machine. */
export const simulation = ({ alpha, instances }: DenseRegions, results: readonly DenseResult[]): Figure =>
  stabilityDistribution(
    results.flatMap((result): Series[] => {
      const { machine, density, width, curves, fan } = result
      const panel = written(machine.activation)
      const bins = density.filter(({ at, value, theory }) => at < REACH && Math.max(value, theory.value) > LEAST)
      const points = bins.map(({ at, value, error }) => ({ x: at, y: value, error }))
      const line = (theory: keyof typeof curves) => curves[theory].filter(({ x }) => x < REACH)
      return [
        { panel, group: SAMPLED, mark: 'steps', points, width },
        { panel, group: 'theory', kind: '∞', points: line('theory') },
        { panel, group: 'theory', kind: String(fan.fan), points: line('fanTheory') },
      ]
    }),
    {
      name: 'figure-3-simulation',
      title: 'Stabilities in dense regions, theory and simulation',
      remark: `The machines have binary weights and α = ${alpha}: ${results
        .map(({ machine: { activation, inputs, units } }) => `${written(activation)}, N = ${inputs}, K = ${units}`)
        .join(
          '; ',
        )}. The histogram is the mean over ${instances} instances of replicas at a small distance from each other. The lines are the theory for as many replicas at their distance and infinitely many units, of infinitely many inputs (∞) or with the exact kernel of as many inputs as there are.`,
      groups: 'P(Δ)',
      kinds: 'inputs of a unit',
      panels: 'activation',
      apart: true,
      x: { from: 0 },
      y: { from: 0 },
    },
  )

const SAMPLED = 'sampled'

/** How often patterns with flipped inputs are misclassified. */
export const robustness = ({ alpha }: DenseRegions, results: readonly DenseResult[]): Figure =>
  robustnessFigure(
    results.flatMap(({ machine, robustness: points }) =>
      (['replicas', 'barycentre'] as const).map(
        (kind): Series => ({
          group: written(machine.activation),
          kind,
          mark: 'points',
          points: points.map(({ eta, [kind]: { value, error } }) => ({ x: eta, y: value, error })),
        }),
      ),
    ),
    {
      name: 'figure-3-robustness',
      remark: `The weights are binary and lie in dense regions at α = ${alpha}: replicas, or their barycentre. Points are means over instances.`,
      groups: 'activation',
      kinds: 'weights of',
      y: { from: 0 },
    },
  )
