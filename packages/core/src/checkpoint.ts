import { type MonoTypeOperatorFunction, tap } from 'rxjs'
import { invalid } from './error.js'
import { wholeNumber } from './option.js'
import type { Checkpoint, Progress } from './run.js'

/** Where checkpoints go. `save` must replace the last one whole or not at all. */
export interface CheckpointStore {
  load(key: string): string | undefined
  save(key: string, text: string): void
}

/** A store that lives as long as the program. */
export function memoryStore(): CheckpointStore {
  const texts = new Map<string, string>()
  return { load: (key) => texts.get(key), save: (key, text) => void texts.set(key, text) }
}

/** Saves the state of a run every `every` steps and at its end. */
export function checkpoint<S, R>(
  store: CheckpointStore,
  key: string,
  every: number,
): MonoTypeOperatorFunction<Progress<S, R>> {
  wholeNumber('every', every, 1)
  return tap((event) => {
    if (event.kind === 'done' || event.step % every === 0) {
      store.save(key, encodeCheckpoint({ step: event.step, state: event.state }))
    }
  })
}

/** The checkpoint under `key`, to pass as `resume`; undefined if there is none. */
export function loadCheckpoint<S>(store: CheckpointStore, key: string): Checkpoint<S> | undefined {
  const text = store.load(key)
  return text === undefined ? undefined : decodeCheckpoint<S>(text)
}

const FORMAT = 'gardner-checkpoint-1'

/** JSON that gives back every double to the same bits, the non-finite ones and −0 included. */
export function encodeCheckpoint<S>({ step, state }: Checkpoint<S>): string {
  return JSON.stringify({ format: FORMAT, step, state }, (_, value) => {
    if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value
    return { $number: Object.is(value, -0) ? '-0' : String(value) }
  })
}

export function decodeCheckpoint<S>(text: string): Checkpoint<S> {
  const expected = `a checkpoint written by this version (${FORMAT})`
  let value: { format?: unknown; step?: unknown; state?: unknown } | null
  try {
    value = JSON.parse(text, (_, entry) =>
      entry !== null && typeof entry === 'object' && typeof entry.$number === 'string' ? Number(entry.$number) : entry,
    )
  } catch {
    throw invalid('checkpoint', text.slice(0, 40), expected)
  }
  if (value === null || typeof value !== 'object' || value.format !== FORMAT || value.state === undefined) {
    throw invalid('checkpoint', text.slice(0, 40), expected)
  }
  return { step: wholeNumber('step of the checkpoint', value.step), state: value.state as S }
}
