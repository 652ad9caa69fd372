import activations from '@gardner/activations'
import ansatze from '@gardner/ansatze'
import { questions } from '@gardner/core'
import { Catalogue, createContainer } from '@gardner/core/registry'
import formula from '@gardner/formula'
import samplers from '@gardner/samplers'
import weights from '@gardner/weights'
import { misuse } from './failure.js'
import { claims } from './file/claims.js'
import {
  CATALOGUE,
  CLAIMS,
  CLOCK,
  type Clock,
  type Container,
  OUTPUT,
  type Output,
  SIGNALS,
  type Signals,
  SURROUNDINGS,
  type Surroundings,
  TERMINAL,
  type Terminal,
  THREADS,
  type Threads,
  WHICH,
} from './ports.js'

export interface Ports {
  readonly output: Output
  readonly terminal: Terminal
  readonly surroundings: Surroundings
  readonly signals: Signals
  /** Without it work is done in this thread. */
  readonly threads?: Threads
  readonly clock: Clock
}

const none: Threads = {
  count: 0,
  spawn: () => {
    throw misuse('there are no threads here; expected --workers 0')
  },
}

export const standardPlugins = [questions, activations, formula, weights, ansatze, samplers] as const

/** A fresh container with the standard plugins in its catalogue. */
export function compose({ output, terminal, surroundings, signals, threads = none, clock }: Ports): Container {
  const container = createContainer()
  const catalogue = new Catalogue(container)
  for (const plugin of standardPlugins) catalogue.use(plugin)
  return container
    .register(CATALOGUE, { useValue: catalogue })
    .register(OUTPUT, { useValue: output })
    .register(TERMINAL, { useValue: terminal })
    .register(SURROUNDINGS, { useValue: surroundings })
    .register(SIGNALS, { useValue: signals })
    .register(THREADS, { useValue: threads })
    .register(CLOCK, { useValue: clock })
    .register(CLAIMS, { useValue: claims() })
    .register(WHICH, { useValue: { name: '', progress: '' } })
}
