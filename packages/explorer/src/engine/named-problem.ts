import activations from '@gardner/activations'
import ansatze from '@gardner/ansatze'
import type { Machine as CoreMachine } from '@gardner/core'
import { Catalogue } from '@gardner/core/registry'
import formula from '@gardner/formula'
import samplers from '@gardner/samplers'
import weights from '@gardner/weights'
import { type Machine, machineSpec } from './machine.js'

const catalogue = new Catalogue()
for (const plugin of [activations, formula, weights, ansatze, samplers]) catalogue.use(plugin)

/**
 * The problem of a machine, without a load.
 *
 * @throws UNKNOWN_NAME and INVALID_OPTION with words for the reader
 */
export const problemOf = (machine: Machine): CoreMachine => catalogue.machine(machineSpec(machine))
