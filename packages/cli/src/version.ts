import { createRequire } from 'node:module'

/** The version of this program, beside its sources and beside what was built of them. */
export const { version } = createRequire(import.meta.url)('../package.json') as { version: string }
