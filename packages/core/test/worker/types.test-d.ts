// Nothing here is run: `npm run types` fails where a line marked as an error is none, or another is one.
import { Worker as NodeWorker, parentPort } from 'node:worker_threads'
import type { Estimate, Progress } from '@gardner/core'
import { type Data, inline, type Pool, type Port, pool, serve } from '@gardner/core/worker'
import type { Observable } from 'rxjs'
import { jobs } from './jobs.js'

// Ports of every platform.
serve(parentPort, jobs)
serve(self, jobs)
const channel = new MessageChannel()
serve(channel.port1, jobs)
const size = 2
const node: Pool<typeof jobs> = pool<typeof jobs>({ spawn: () => new NodeWorker('worker.js'), size })
const browser: Pool<typeof jobs> = pool<typeof jobs>({ spawn: () => new Worker('worker.js'), size })
const here: Pool<typeof jobs> = inline(jobs)
// @ts-expect-error no size
pool({ spawn: () => channel.port2 })
// @ts-expect-error a worker must be able to speak
const mute: Port = {}
// @ts-expect-error a job makes an iteration or an observable
serve(self, { three: () => 3 })

// Inputs, options and events are those of the job.
const counted: Observable<Progress<number, string>> = node.submit('count', { end: 3 })
const doubled: Observable<number> = browser.submit('doubled', { end: 3 })
const resumed = here.submit('count', {}, { resume: { step: 1, state: 1 }, signal: AbortSignal.timeout(1) })
// @ts-expect-error no such job
node.submit('cuont', {})
// @ts-expect-error no such input
node.submit('count', { ende: 3 })
// @ts-expect-error the state is a number
node.submit('count', {}, { resume: { step: 1, state: 'one' } })
// @ts-expect-error the result is a text
const wrong: Observable<Progress<number, number>> = node.submit('count', { end: 3 })

// Results are data: numbers and names, no functions.
node.submit('saddle', 0.5).subscribe((event) => {
  if (event.kind !== 'done' || event.result.verdict !== 'converged') return
  const entropy: Estimate = event.result.entropy
  const q: number = event.result.at.q
  const activation: string = event.result.problem.activation
  // @ts-expect-error functions stay behind
  event.result.measure
  use(entropy, q, activation)
})
interface Mixed {
  readonly list: readonly [number, Float64Array | null]
  readonly date: Date
  readonly optional?: { readonly x: number }
  readonly g: (u: number) => number
  readonly perhaps?: () => void
}
const data: Data<Mixed> = { list: [1, null], date: new Date() }
const list: readonly [number, Float64Array | null] = data.list
const optional: { readonly x: number } | undefined = data.optional
// @ts-expect-error functions stay behind
data.perhaps
const anything: unknown = {} as Data<unknown>

declare function use(...values: unknown[]): void
use(mute, counted, doubled, resumed, wrong, list, optional, anything)
