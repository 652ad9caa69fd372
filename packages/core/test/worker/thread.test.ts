// The same with real threads: the worker is bundled from the sources, so that nothing need be built before.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { drive } from '@gardner/core'
import { type Pool, pool } from '@gardner/core/worker'
import { lastValueFrom, type Observable } from 'rxjs'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobs } from './jobs.js'

const folder = mkdtempSync(join(tmpdir(), 'gardner-worker-'))
const bundle = (entry: string) =>
  build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, resolve: { conditions: ['@gardner/source'] } },
    build: {
      ssr: join(import.meta.dirname, `${entry}.ts`),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: `${entry}.mjs` } },
    },
  })

beforeAll(async () => {
  await Promise.all(['thread', 'program'].map(bundle))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open: Pool[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

function threads(size: number, file = 'thread.mjs', patience?: number) {
  const spawn = vi.fn(() => new Worker(join(folder, file)))
  const { submit, close } = pool<typeof jobs>({ spawn, size, ...(patience === undefined ? {} : { patience }) })
  open.push({ submit, close } as Pool)
  return { submit, close, spawn }
}
const ending = async <E>(events: Observable<E>) => (await lastValueFrom(events)) as Extract<E, { kind: 'done' }>
const shared = () => new Int32Array(new SharedArrayBuffer(4))
const until = (check: () => void) => vi.waitFor(check, { timeout: 600_000, interval: 2 })
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

describe('a job in a thread', () => {
  test('may promise its steps', async () => {
    const { submit } = threads(1)
    const steps = shared()
    expect(await ending(submit('awaited', { end: 20, steps }))).toMatchObject({
      verdict: 'converged',
      result: '20, converged',
    })
    expect(Atomics.load(steps, 0)).toBe(20)
    const abort = new AbortController()
    const events = submit('awaited', { steps }, { signal: abort.signal })
    const ended = ending(events)
    await until(() => expect(Atomics.load(steps, 0)).toBeGreaterThan(22))
    abort.abort()
    expect(await ended).toMatchObject({ verdict: 'interrupted' })
  })

  test('ends as it does here, to the last bit', async () => {
    const { submit } = threads(2)
    const alpha = [0.1, 0.3, 0.5, 0.7, 0.85]
    const [orbit, curve, capacity] = await Promise.all([
      ending(submit('orbit', { length: 300 })),
      ending(submit('curve', alpha)),
      ending(submit('capacity', 0.2)),
    ])
    expect(orbit.result).toBeInstanceOf(Float64Array)
    expect([...orbit.result]).toEqual([...drive(jobs.orbit({ length: 300 })).result])
    expect(curve.result).toEqual(drive(jobs.curve(alpha)).result)
    expect(JSON.stringify(capacity)).toEqual(JSON.stringify(drive(jobs.capacity(0.2))))
  })

  test('steps while another does', async () => {
    const { submit, spawn } = threads(2)
    const arrived = shared()
    const both = await Promise.all([1, 2].map(() => ending(submit('meeting', arrived, { maxSteps: 1 }))))
    expect(both.map(({ result }) => result)).toEqual([true, true])
    expect(spawn).toHaveBeenCalledTimes(2)
  })

  test('is silent, and stops, when it is unsubscribed', async () => {
    const { submit } = threads(1)
    const steps = shared()
    const words: string[] = []
    const subscription = submit('count', { work: 1, steps }).subscribe({
      next: ({ kind }) => words.push(kind),
      complete: () => words.push('complete'),
    })
    await until(() => expect(steps[0]).toBeGreaterThan(5))
    subscription.unsubscribe()
    const told = words.length
    await ending(submit('count', { end: 1 }))
    const at = steps[0]
    await pause(30)
    expect(steps[0]).toBe(at)
    expect(words).toHaveLength(told)
    expect(words).not.toContain('complete')
  })

  test('hands over what it has when it is aborted', async () => {
    const { submit } = threads(1)
    const controller = new AbortController()
    const steps = shared()
    const last = ending(submit('count', { work: 1, steps }, { signal: controller.signal }))
    const queued = ending(submit('count', {}, { signal: controller.signal }))
    await until(() => expect(steps[0]).toBeGreaterThan(5))
    controller.abort()
    expect(await last).toMatchObject({ verdict: 'interrupted', step: steps[0], result: `${steps[0]}, interrupted` })
    expect(await queued).toMatchObject({ verdict: 'interrupted', step: 0 })
  })

  test('aborted before its thread listens has no step', async () => {
    const { submit } = threads(1)
    const controller = new AbortController()
    const last = ending(submit('count', {}, { signal: controller.signal }))
    controller.abort()
    expect(await last).toMatchObject({ verdict: 'interrupted', step: 0 })
  })

  test('fails with the code and the words of its error', async () => {
    const { submit } = threads(1)
    await expect(lastValueFrom(submit('refused', -1))).rejects.toMatchObject({
      name: 'GardnerError',
      code: 'INVALID_OPTION',
      message: 'invalid load: -1; expected a better one',
    })
  })
})

describe('a thread that ends', () => {
  test('takes its job along, which says why, and the next has a new one', async () => {
    const { submit, spawn } = threads(1)
    const crashed = lastValueFrom(submit('crash', undefined))
    const exited = lastValueFrom(submit('exit', undefined))
    const next = ending(submit('count', { end: 3 }))
    await expect(crashed).rejects.toMatchObject({
      code: 'WORKER_FAILURE',
      message: 'job crash was lost with its worker: the roof came down',
    })
    await expect(exited).rejects.toMatchObject({
      code: 'WORKER_FAILURE',
      message: 'job exit was lost with its worker: it exited with code 3',
    })
    expect((await next).result).toBe('3, converged')
    expect(spawn).toHaveBeenCalledTimes(3)
  })

  test('before it listened, too', async () => {
    const { submit } = threads(1, 'missing.mjs')
    await expect(lastValueFrom(submit('count', {}))).rejects.toMatchObject({
      code: 'WORKER_FAILURE',
      message: expect.stringMatching(/^job count was lost with its worker: .*missing\.mjs/),
    })
  })

  test('because its job would not, though it was cancelled', async () => {
    const { submit, spawn } = threads(1, 'thread.mjs', 100)
    const words: string[] = []
    const steps = shared()
    const long = submit('count', { work: 60_000, steps }).subscribe({ error: () => words.push('error') })
    // its first word is that it listens
    await new Promise<void>((resolve) => spawn.mock.results[0].value.once('message', () => resolve()))
    await pause(100)
    long.unsubscribe()
    expect((await ending(submit('count', { end: 3 }))).result).toBe('3, converged')
    expect(spawn).toHaveBeenCalledTimes(2)
    expect([words, steps[0]]).toEqual([[], 0])
  })

  test('not because a job was cancelled that ends in time', async () => {
    const { submit, spawn } = threads(1, 'thread.mjs', 5000)
    const steps = shared()
    const short = submit('count', { work: 10, steps }).subscribe()
    await until(() => expect(steps[0]).toBeGreaterThan(0))
    short.unsubscribe()
    expect((await ending(submit('count', { end: 3 }))).result).toBe('3, converged')
    expect(spawn).toHaveBeenCalledTimes(1)
  })

  test('with the pool', async () => {
    const { submit, close, spawn } = threads(1)
    const steps = shared()
    const lost = lastValueFrom(submit('count', { work: 1, steps }))
    const refusal = expect(lost).rejects.toMatchObject({ code: 'WORKER_FAILURE' })
    await until(() => expect(steps[0]).toBeGreaterThan(0))
    const ended = new Promise((resolve) => spawn.mock.results[0].value.on('exit', resolve))
    await close()
    await refusal
    await ended
    const at = steps[0]
    await pause(20)
    expect(steps[0]).toBe(at)
  })
})

test('a program does not stay for threads that nobody watches', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.mjs')], { timeout: 600_000 })
  expect(stdout).toBe('3, converged\n100\n3, converged\n100\n')
})
