import type { Engine } from './engine/engine.js'
import { engineOf } from './job/engine-of.js'
import EngineWorker from './job/worker.js?worker&inline'

/** The engine in workers whose program is inside the page: files of their own are refused where the page is a file. */
export const openEngine = (): Engine =>
  engineOf({ spawn: () => new EngineWorker(), size: navigator.hardwareConcurrency || 2 })
