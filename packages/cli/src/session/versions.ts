import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

interface Package {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** The versions of what computes: of Gardner's packages, and of Node. */
export function versions(): Readonly<Record<string, string>> {
  const own = require('@gardner/cli/package.json') as Package
  const ours = Object.keys(own.dependencies ?? {}).filter((name) => name.startsWith('@gardner/'))
  const all = ours.map((name) => require(`${name}/package.json`) as Package)
  return {
    ...Object.fromEntries([own, ...all].map(({ name, version }) => [name, version])),
    node: process.version,
  }
}
