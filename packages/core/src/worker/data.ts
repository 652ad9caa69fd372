type Callable = (...given: never[]) => unknown
/** What structured cloning keeps as it is. */
type Kept = ArrayBufferView | ArrayBuffer | Date | Error | RegExp | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>

/** What of a `T` reaches another thread: what `toJSON` makes of it, or else everything but its functions. */
export type Data<T> = unknown extends T
  ? T
  : T extends Kept
    ? T
    : T extends { toJSON(): infer Plain }
      ? Data<Plain>
      : T extends readonly unknown[]
        ? { [K in keyof T]: Data<T[K]> }
        : T extends object
          ? { [K in keyof T as T[K] extends Callable | undefined ? never : K]: Data<T[K]> }
          : T

/** A copy as JSON would make it, without functions, but of all numbers, typed arrays, maps and the like. */
export function dataOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dataOf)
  if (Object.prototype.toString.call(value) !== '[object Object]') return value
  const { toJSON } = value as { toJSON?: () => unknown }
  if (typeof toJSON === 'function') return dataOf(toJSON.call(value))
  const entries = Object.entries(value as object).filter(([, entry]) => typeof entry !== 'function')
  return Object.fromEntries(entries.map(([key, entry]) => [key, dataOf(entry)]))
}
