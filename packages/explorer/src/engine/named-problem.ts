import activations from '@gardner/activations'
import ansatze from '@gardner/ansatze'
import { type Activation, type Problem, problem } from '@gardner/core'
import { ACTIVATION, Catalogue, WEIGHTS } from '@gardner/core/registry'
import formula from '@gardner/formula'
import samplers from '@gardner/samplers'
import weights from '@gardner/weights'
import type { Machine } from './machine.js'

const catalogue = new Catalogue()
for (const plugin of [activations, formula, weights, ansatze, samplers]) catalogue.use(plugin)

/** As many as are compared, and some that were looked at before. */
const REMEMBERED = 16

const known = new Map<string, Activation>()

/** An activation by its name, the same value each time: its kernel, which can take a while to derive, belongs to it. */
function activationOf(name: string): Activation {
  const found = known.get(name) ?? catalogue.get(ACTIVATION, name)
  known.delete(name)
  known.set(name, found)
  if (known.size > REMEMBERED) known.delete(known.keys().next().value as string)
  return found
}

/**
 * The problem of a machine, without a load.
 *
 * @throws UNKNOWN_NAME and INVALID_OPTION with words for the reader
 */
export const problemOf = ({ architecture, activation, weights, margin }: Machine): Problem =>
  problem({
    activation: activationOf(architecture === 'perceptron' ? 'linear' : activation),
    weights: catalogue.get(WEIGHTS, weights),
    margin,
  })
