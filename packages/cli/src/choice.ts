import { Catalogue, createContainer, token } from '@gardner/core/registry'

/** One of a few named things; an unknown name is told as the catalogue tells of every unknown name. */
export function choose<T>(kind: string, choices: Readonly<Record<string, T>>, name: string): T {
  const names = createContainer()
  const key = token<{ name: string; plugin: string; value: T }>(kind)
  for (const [known, value] of Object.entries(choices)) {
    names.register(key, { useValue: { name: known, plugin: 'cli', value } })
  }
  return new Catalogue(names).get(key as never, name)
}
