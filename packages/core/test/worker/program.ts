// A program that closes nothing: it must end by itself once nobody waits for a job.
import { Worker } from 'node:worker_threads'
import { inline, pool } from '@gardner/core/worker'
import { lastValueFrom } from 'rxjs'
import { jobs } from './jobs.js'

const spawn = () => new Worker(new URL('./thread.mjs', import.meta.url))
for (const { submit } of [pool<typeof jobs>({ spawn, size: 2 }), inline(jobs)]) {
  const { result } = (await lastValueFrom(submit('count', { end: 3 }))) as { result: string }
  console.log(result)
  const left = submit('count', {}).subscribe(() => left.unsubscribe())
  const { step } = (await lastValueFrom(submit('count', { end: 100, work: 1 }))) as { step: number }
  console.log(step)
}
