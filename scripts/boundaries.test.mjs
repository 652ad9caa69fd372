// Do the rules of .dependency-cruiser.cjs bite? A small copy of the workspace is made, found clean, and then given one
// violation of every rule; each must be reported under its name, at its file.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { node, packages, program, root, Tally } from './workspace.mjs'

const copy = mkdtempSync(join(realpathSync(tmpdir()), 'gardner-boundaries-'))
const write = (path, text) => {
  mkdirSync(dirname(join(copy, path)), { recursive: true })
  writeFileSync(join(copy, path), text)
}

for (const file of ['package.json', 'tsconfig.base.json', 'tsconfig.check.json', '.dependency-cruiser.cjs'])
  cpSync(join(root, file), join(copy, file))
mkdirSync(join(copy, 'node_modules', '@gardner'), { recursive: true })
for (const name of ['rxjs', 'tslib', 'tsyringe', 'reflect-metadata', 'vitest', 'fast-check', '@types'])
  symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name), 'junction')
for (const { folder, name } of packages()) {
  const place = relative(root, folder)
  cpSync(join(folder, 'package.json'), join(copy, place, 'package.json'), { recursive: true })
  symlinkSync(join(copy, place), join(copy, 'node_modules', name), 'junction')
  write(`${place}/src/index.ts`, `export const name = '${name}'\n`)
}

// What is allowed.
write(
  'packages/core/src/registry.ts',
  "import 'reflect-metadata'\nimport { container } from 'tsyringe'\nexport { container }\n",
)
write('packages/core/src/registry/catalogue.ts', "import 'reflect-metadata'\nimport 'tsyringe'\n")
write('packages/core/src/testing/index.ts', "import { name } from '../index.js'\nexport { name }\n")
write('packages/core/src/run.ts', "import { Observable } from 'rxjs'\nexport { Observable }\n")
write('packages/weights/src/spherical.ts', "import { name } from '@gardner/core'\nexport { name }\n")
write('packages/weights/src/binary.ts', "import { name } from '@gardner/core/testing'\nexport { name }\n")
write(
  'packages/weights/test/laws.test.ts',
  "import 'node:fs'\nimport 'vitest'\nimport '@gardner/activations'\nimport '../src/binary.js'\n",
)
write(
  'packages/cli/src/main.ts',
  "import 'node:os'\nimport '@gardner/core'\nimport '@gardner/weights'\nimport '@gardner/ansatze'\nimport '@gardner/samplers'\n",
)
write('packages/cli/src/file/whole.ts', "import 'node:fs'\n")
write('packages/samplers/src/instance.ts', "import { name } from '@gardner/core'\nexport { name }\n")
write('packages/viz/src/svg.ts', "import { name } from '@gardner/core'\nexport { name }\n")
write('packages/viz/src/node/png.ts', "import 'node:module'\nimport { name } from '../svg.js'\nexport { name }\n")
write('bench/index.ts', "import 'node:fs'\nimport '@gardner/core'\n")
write('scripts/example.mjs', "import 'node:fs'\n")

/** Rule, file, and what is planted there. */
const violations = [
  ['no-cycles', 'packages/core/src/cycle.ts', "import type { B } from './cyclic.js'\nexport type A = B\n"],
  ['core-stands-alone', 'packages/core/src/upward.ts', "import '@gardner/weights'\n"],
  ['core-stands-alone', 'packages/core/src/upward-type.ts', "export type { name } from '@gardner/ansatze'\n"],
  ['plugins-know-only-core', 'packages/weights/src/sideways.ts', "import '@gardner/activations'\n"],
  ['plugins-know-only-core', 'packages/samplers/src/sideways.ts', "import '@gardner/weights'\n"],
  ['plugins-know-only-core', 'packages/activations/src/sideways.ts', "import '@gardner/ansatze'\n"],
  [
    'plugins-know-only-core',
    'packages/ansatze/src/upward.ts',
    "import type { name } from '@gardner/cli'\nexport type N = typeof name\n",
  ],
  [
    'container-in-its-place',
    'packages/core/src/solve.ts',
    "import { container } from 'tsyringe'\nexport { container }\n",
  ],
  ['container-in-its-place', 'packages/core/src/registry-like.ts', "import 'reflect-metadata'\n"],
  ['container-in-its-place', 'packages/weights/src/injected.ts', "import 'tsyringe'\n"],
  [
    'node-only-in-cli',
    'packages/core/src/file.ts',
    "import { readFileSync } from 'node:fs'\nexport { readFileSync }\n",
  ],
  ['node-only-in-cli', 'packages/ansatze/src/path.ts', "import 'path'\n"],
  ['node-only-in-cli', 'packages/samplers/src/file.ts', "import 'node:fs'\n"],
  ['node-only-in-cli', 'packages/viz/src/file.ts', "import 'node:fs'\n"],
  ['node-only-in-cli', 'packages/explorer/src/file.ts', "import 'node:fs'\n"],
  ['files-in-their-room', 'packages/cli/src/command/answer.ts', "import 'node:fs'\n"],
  ['files-in-their-room', 'packages/cli/src/report/csv.ts', "import 'node:fs/promises'\n"],
  ['node-folder-apart', 'packages/viz/src/picture.ts', "import './node/png.js'\n"],
  ['plugins-know-only-core', 'packages/viz/src/sideways.ts', "import '@gardner/samplers'\n"],
  ['plugins-know-only-core', 'packages/formula/src/sideways.ts', "import '@gardner/activations'\n"],
  ['packages-by-name', 'packages/ansatze/src/reach.ts', "import '../../core/src/index.js'\n"],
  ['packages-by-name', 'packages/cli/test/reach.test.ts', "import '../../weights/src/index.js'\n"],
  ['sources-only-by-name', 'bench/reach.ts', "import '../packages/core/src/index.js'\n"],
  ['declared', 'packages/weights/src/undeclared.ts', "import 'rxjs'\n"],
  ['resolvable', 'packages/weights/src/nowhere.ts', "import './missing.js'\n"],
]

// The other half of the cycle, which is reported once.
const accomplice = ['packages/core/src/cyclic.ts', "import type { A } from './cycle.js'\nexport type B = A\n"]

const cruise = async () => {
  const depcruise = program('dependency-cruiser', 'depcruise')
  const { output } = await node([depcruise, 'packages', 'scripts', 'bench', '--output-type', 'json'], { cwd: copy })
  try {
    return { found: JSON.parse(output).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`), output: '' }
  } catch {
    return { found: undefined, output }
  }
}

const tally = new Tally()
try {
  const clean = await cruise()
  tally.case('what is allowed is clean', clean.found?.length === 0, clean.found?.join('\n') ?? clean.output)
  write(...accomplice)
  for (const [, path, text] of violations) write(path, text)
  const { found = [], output } = await cruise()
  for (const [rule, path] of violations)
    tally.case(
      `${rule}: ${path}`,
      found.includes(`${rule} ${path}`),
      output || `not reported; reported:\n${found.join('\n')}`,
    )
} finally {
  rmSync(copy, { recursive: true, force: true })
}
tally.end()
