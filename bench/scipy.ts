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

/** Runs scipy_rs.py, or says why it cannot. */
export function runScipy(): Scipy | string {
  const found = spawnSync('python3', ['-c', 'import numpy, scipy'], { encoding: 'utf8' })
  if (found.error !== undefined) return `python3 could not be started (${found.error.message})`
  if (found.status !== 0) return `python3 has no numpy and scipy (${lastLine(found.stderr)})`
  const script = fileURLToPath(new URL('scipy_rs.py', import.meta.url))
  const done = spawnSync('python3', [script], { encoding: 'utf8', maxBuffer: 1e8 })
  if (done.status !== 0) return `scipy_rs.py failed (${lastLine(done.stderr)})`
  return JSON.parse(done.stdout) as Scipy
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
