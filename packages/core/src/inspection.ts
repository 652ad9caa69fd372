/** What Node's console and debuggers ask a value for. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/**
 * A value that says in one line what it is, to `console.log` and in a text. The line is made when it is asked for, and
 * stands in no listing of keys: equality, spreading, JSON and structured clones see the value as it was.
 */
export function inspectable<T extends object>(value: T, line: (value: T) => string): T {
  // a frozen result of a plugin stays as it is
  if (!Object.isExtensible(value)) return value
  const text = { value: () => line(value), enumerable: false, configurable: true }
  return Object.defineProperties(value, { toString: text, [INSPECT]: text })
}
