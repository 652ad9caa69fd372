import { unknownName } from '@gardner/core'

/** One of a few named things; the error about an unknown name is that of a catalogue. */
export function choose<T>(kind: string, choices: Readonly<Record<string, T>>, name: string): T {
  if (!Object.hasOwn(choices, name)) throw unknownName(kind, name, Object.keys(choices))
  return choices[name]
}
