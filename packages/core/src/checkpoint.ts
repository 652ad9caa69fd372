import { defer, type MonoTypeOperatorFunction, tap } from 'rxjs'
import { invalid } from './input/error.js'
import { wholeNumber } from './input/option.js'
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

/**
 * Saves the state of a run every `every` steps and at its end. Of a stream that leaves out steps, as one from a worker
 * does, it saves the first state at or beyond each multiple of `every`.
 */
export function checkpoint<S, R>(
  store: CheckpointStore,
  key: string,
  every: number,
): MonoTypeOperatorFunction<Progress<S, R>> {
  wholeNumber('every', every, 1)
  return (events) =>
    defer(() => {
      let before: number | undefined
      return events.pipe(
        tap(({ kind, step, state }) => {
          const passed = Math.floor(step / every) > Math.floor((before ?? step - 1) / every)
          if (kind === 'done' || passed) store.save(key, encodeCheckpoint({ step, state }))
          before = step
        }),
      )
    })
}

/** The checkpoint under `key`, to pass as `resume`; undefined if there is none. */
export function loadCheckpoint<S>(store: CheckpointStore, key: string): Checkpoint<S> | undefined {
  const text = store.load(key)
  return text === undefined ? undefined : decodeCheckpoint<S>(text)
}

const FORMAT = 'gardner-checkpoint-1'

/** Arrays of numbers that keep their type. */
const TYPED_ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
}
type ArrayName = keyof typeof TYPED_ARRAYS
const MARKS = ['$number', '$bigint', '$array']

/**
 * JSON that gives back every double to the same bits, the non-finite ones and −0 included, whole numbers of any size, and
 * typed arrays. Functions are left out. Throws `INVALID_OPTION` where JSON would lose data: a `Map`, a `Set`, a buffer.
 */
export function encodeCheckpoint<S>({ step, state }: Checkpoint<S>): string {
  return JSON.stringify({ format: FORMAT, step, state }, (_, value) => {
    if (typeof value === 'bigint') return { $bigint: String(value) }
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
      return { $number: Object.is(value, -0) ? '-0' : String(value) }
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const type = Object.prototype.toString.call(value).slice('[object '.length, -1)
    if (Object.hasOwn(TYPED_ARRAYS, type)) return { $array: type, of: Array.from(value as Iterable<unknown>) }
    if (type !== 'Object' || MARKS.some((mark) => Object.hasOwn(value, mark))) {
      throw invalid(
        'state of the checkpoint',
        type === 'Object' ? value : type,
        `plain data without the keys ${MARKS.join(', ')}`,
      )
    }
    return value
  })
}

export function decodeCheckpoint<S>(text: string): Checkpoint<S> {
  const expected = `a checkpoint written by this version (${FORMAT})`
  let value: { format?: unknown; step?: unknown; state?: unknown } | null
  try {
    value = JSON.parse(text, (_, entry) => revived(entry))
  } catch {
    throw invalid('checkpoint', text.slice(0, 40), expected)
  }
  if (value === null || typeof value !== 'object' || value.format !== FORMAT || value.state === undefined) {
    throw invalid('checkpoint', text.slice(0, 40), expected)
  }
  return { step: wholeNumber('step of the checkpoint', value.step), state: value.state as S }
}

function revived(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry
  const { $number, $bigint, $array, of } = entry as { [mark: string]: unknown }
  if (typeof $number === 'string') return Number($number)
  if (typeof $bigint === 'string') return BigInt($bigint)
  if (typeof $array !== 'string') return entry
  if (!Object.hasOwn(TYPED_ARRAYS, $array)) throw new TypeError(`no typed array is called ${$array}`)
  return Reflect.construct(TYPED_ARRAYS[$array as ArrayName], [of])
}
