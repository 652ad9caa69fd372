import { Catalogue, createContainer, type Token, token } from '@gardner/core/registry'
import { inThisThread, inThreads, type Threads } from './engines.js'
import { claims } from './file/claims.js'
import { fileStore } from './file/store.js'
import { nodeModules } from './plugin/plugin-module.js'
import { standardPlugins } from './plugin/standard-plugins.js'
import type { Engine } from './session/engine.js'
import type { PluginSource } from './session/plugin-source.js'
import type { Clock, Console, Session, Signals, Terminal } from './session/session.js'
import type { Store } from './session/store.js'
import { version } from './version.js'

/** What the command line needs from the program that it is part of. */
export interface Ports {
  readonly output: Console
  readonly terminal: Terminal
  readonly surroundings: Pick<Session, 'folder' | 'variables'>
  readonly signals: Signals
  /** Without it work is done in this thread. */
  readonly threads?: Threads
  readonly clock: Clock
}

/** What has, or will have, several providers: an application that has others registers them under these. */
export const CLOCK: Token<Clock> = token('cli/clock')
export const ENGINE: Token<Engine> = token('cli/engine')
export const STORE: Token<Store> = token('cli/store')
export const PLUGIN_SOURCE: Token<PluginSource> = token('cli/plugin-source')

export type Container = ReturnType<typeof createContainer>

/**
 * The session of a run: the standard plugins in its catalogue, and the providers of a fresh container. The container is read here, once,
 * and nowhere else.
 *
 * @param provide registers other providers than threads, files, modules of Node and the clock of the ports
 * @example compose(ports, (container) => container.register(STORE, { useValue: database }))
 */
export function compose(ports: Ports, provide: (container: Container) => void = () => {}): Session {
  const { output, terminal, surroundings, signals, threads, clock } = ports
  const jobs = async () => (await import('./jobs/jobs.js')).jobs
  const files = { ...surroundings, ...output, claims: claims() }
  const container = createContainer()
    .register(CLOCK, { useValue: clock })
    .register(ENGINE, { useValue: threads === undefined ? inThisThread(jobs) : inThreads(threads, jobs) })
    .register(STORE, { useValue: fileStore(files) })
    .register(PLUGIN_SOURCE, { useValue: nodeModules })
  provide(container)
  const catalogue = new Catalogue(container)
  for (const plugin of standardPlugins) catalogue.use(plugin)
  return Object.freeze({
    ...files,
    terminal,
    signals,
    catalogue,
    clock: container.resolve<Clock>(CLOCK),
    engine: container.resolve<Engine>(ENGINE),
    store: container.resolve<Store>(STORE),
    plugins: container.resolve<PluginSource>(PLUGIN_SOURCE),
    version,
    which: { name: '', progress: '' },
  })
}
