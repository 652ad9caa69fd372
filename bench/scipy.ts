import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Milliseconds {
  readonly ms: number
  readonly min: number
  readonly max: number
}

/** What one way of taking the averages in scipy_rs.py took, and gave. */
export interface Counterpart {
  readonly curve: Milliseconds & {
    readonly rows: readonly { readonly alpha: number; readonly entropy: number; readonly q: number }[]
  }
  readonly capacity: Readonly<Record<'linear' | 'relu', Milliseconds & { readonly value: number }>>
}

export interface Scipy {
  readonly python: string
  readonly scipy: string
  readonly numpy: string
  readonly quad: Counterpart
  readonly vectorised: Counterpart
}

/** What scipy_ansatze.py took and gave, by `counterpart/way`. */
export interface ScipyAnsatze {
  readonly times: Readonly<Record<string, Milliseconds>>
  readonly values: Readonly<Record<string, unknown>>
}

/** The points of a curve of scipy_ansatze.py; none of what is no curve. */
export const pointsOf = (value: unknown): readonly { readonly at: number; readonly value: number }[] =>
  Array.isArray(value)
    ? (value as { distance: number; entropy: number }[]).map(({ distance: at, entropy }) => ({ at, value: entropy }))
    : []

/** Runs scipy_rs.py, or says why it cannot. */
export const runScipy = (): Scipy | string => ran<Scipy>('scipy_rs.py')

/** Runs scipy_ansatze.py once, as some of it takes a minute. */
export const runAnsatze = (): ScipyAnsatze | string => ran<ScipyAnsatze>('scipy_ansatze.py', '--repeat', '1')

function ran<T>(name: string, ...options: readonly string[]): T | string {
  const found = spawnSync('python3', ['-c', 'import numpy, scipy'], { encoding: 'utf8' })
  if (found.error !== undefined) return `python3 could not be started (${found.error.message})`
  if (found.status !== 0) return `python3 has no numpy and scipy (${lastLine(found.stderr)})`
  const script = fileURLToPath(new URL(name, import.meta.url))
  const done = spawnSync('python3', [script, ...options], { encoding: 'utf8', maxBuffer: 1e8 })
  if (done.status !== 0) return `${name} failed (${lastLine(done.stderr)})`
  return JSON.parse(done.stdout) as T
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
