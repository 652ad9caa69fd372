// npm run clean: remove what a build makes, so that files without a source do not linger.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { packages, root } from './workspace.mjs'

for (const { folder } of packages()) rmSync(join(folder, 'dist'), { recursive: true, force: true })
for (const name of ['coverage', '.docs-examples']) rmSync(join(root, name), { recursive: true, force: true })
