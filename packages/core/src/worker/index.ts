// Jobs in workers of Node and of browsers, watched and stopped like any run.
export type { Data } from './data.js'
export { inline } from './inline.js'
export type { EventOf, InputOf, Job, Jobs, StateOf } from './job.js'
export { type Pool, type PoolOptions, pool } from './pool.js'
export type { Port } from './port.js'
export { serve } from './serve.js'
