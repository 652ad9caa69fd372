import activations from '@gardner/activations'
import ansatze from '@gardner/ansatze'
import { questions } from '@gardner/core'
import formula from '@gardner/formula'
import samplers from '@gardner/samplers'
import weights from '@gardner/weights'

/** The plugins that are always in use. */
export const standardPlugins = [questions, activations, formula, weights, ansatze, samplers] as const
