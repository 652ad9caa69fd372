import { GardnerError, invalid } from '@gardner/core'
import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/** The columns of the trace of a sample that can be drawn. */
const quantities = {
  errors: 'errors',
  energy: 'energy E',
  overlap: 'overlap q (1: the same)',
  beta: 'β',
  gamma: 'γ',
} as const

export type TraceQuantity = keyof typeof quantities

/** Measurements along a chain: one list for each quantity, as long as the list of sweeps. */
export interface Chain {
  readonly group: string
  readonly trace: { readonly sweep: ArrayLike<number> } & { readonly [Q in TraceQuantity]?: ArrayLike<number> }
}

export interface TraceOptions extends FigureOptions {
  /** The quantities shown, from the top down (default: those of errors, energy and overlap that change). */
  readonly quantities?: readonly TraceQuantity[]
}

/** Monte Carlo traces: quantities against sweeps, stacked; values that are not finite are left out. */
export function trace(chains: readonly Chain[], { quantities: chosen, ...options }: TraceOptions = {}): Figure {
  if (!Array.isArray(chains) || chains.length === 0) {
    throw invalid('chains of trace', chains, 'a non-empty list of { group, trace }')
  }
  for (const chain of chains as readonly Chain[]) checkChain(chain)
  for (const name of chosen ?? []) {
    if (!Object.hasOwn(quantities, name)) {
      throw invalid('quantity of trace', name, `one of ${Object.keys(quantities).join(', ')}`)
    }
  }
  const shown = chosen ?? telling(chains)
  if (shown.length === 0) throw new GardnerError('INVALID_OPTION', 'nothing to draw: no quantity of trace changes')
  const series = shown.flatMap((name) =>
    (chains as readonly Chain[]).flatMap(({ group, trace }): Series[] => {
      const values = trace[name]
      if (values === undefined) return []
      return [{ group, panel: quantities[name], points: Array.from(trace.sweep, (x, i) => ({ x, y: values[i] })) }]
    }),
  )
  const kind = {
    name: 'trace',
    title: 'Monte Carlo traces',
    caption:
      'Means over the replicas of a chain against sweeps: the number of patterns that are not stored, the energy of all patterns, and the overlap of the replicas, which is 1 where they are the same. A sweep is as many proposals as there are weights.',
    description: 'What was measured along Monte Carlo chains, against sweeps.',
    x: { name: 'sweep', title: 'sweeps' },
    y: { name: 'value', title: 'value' },
    groups: 'chain',
    panels: 'quantity',
    stacked: true,
    fluctuating: true,
  }
  return figureOf(kind, series, options)
}

function checkChain({ group, trace }: Chain): void {
  if (typeof group !== 'string' || group === '') throw invalid('group of a chain of trace', group, 'a text')
  if (typeof trace !== 'object' || trace === null || trace.sweep === undefined) {
    throw invalid(`trace of ${group}`, trace, 'lists of sweep and of what was measured')
  }
  for (const name of Object.keys(quantities) as TraceQuantity[]) {
    const length = trace[name]?.length
    if (length !== undefined && length !== trace.sweep.length) {
      throw invalid(`${name} of ${group}`, length, `as many values as there are sweeps, ${trace.sweep.length}`)
    }
  }
}

/** The quantities worth showing: not the overlap of a single replica, nor an energy that equals the number of errors. */
function telling(chains: readonly Chain[]): readonly TraceQuantity[] {
  const of = (name: TraceQuantity) => chains.map(({ trace }) => Array.from(trace[name] ?? []).filter(Number.isFinite))
  const same = JSON.stringify(of('energy')) === JSON.stringify(of('errors'))
  return (['errors', 'energy', 'overlap'] as const).filter(
    (name) => new Set(of(name).flat()).size > 1 && !(name === 'energy' && same),
  )
}
