import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { docsAddress } from '../src/state/docs-address.js'

const root = join(import.meta.dirname, '..', '..', '..')
const views = join(import.meta.dirname, '..', 'src', 'view')

test('every page of the documentation that the explorer names is there', () => {
  const named = readdirSync(views).flatMap((file) =>
    [...readFileSync(join(views, file), 'utf8').matchAll(/\bpage[:=]\s*['"](docs\/[^'"]+)['"]/g)].map(
      ([, page]) => page,
    ),
  )
  expect(named.length).toBeGreaterThan(8)
  for (const page of named) expect(existsSync(join(root, page)), page).toBe(true)
})

test('links go to the homepage of the project, and nowhere where it has none', () => {
  expect(docsAddress('docs/ansatze/rs.md', '')).toBeUndefined()
  expect(docsAddress('docs/ansatze/rs.md', 'https://example.org/gardner#readme')).toBe(
    'https://example.org/gardner/blob/HEAD/docs/ansatze/rs.md',
  )
})
