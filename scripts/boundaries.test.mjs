// Do the rules of .dependency-cruiser.cjs bite, and the one about cycles of folders? A small copy of the workspace is made, found
// clean, and then given one violation of every rule; each must be reported under its name, at its file.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { folderCycles } from './folder-cycles.mjs'
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
write('packages/core/src/estimate.ts', "import { name } from '@gardner/numerics'\nexport { name }\n")
write('packages/ansatze/src/rule.ts', "import { name } from '@gardner/numerics'\nexport { name }\n")
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
write('packages/machines/src/instance.ts', "import { name } from '@gardner/core'\nexport { name }\n")
write('packages/samplers/src/chain.ts', "import '@gardner/core'\nimport '@gardner/machines'\n")
write('packages/viz/src/svg.ts', "import { name } from '@gardner/core'\nexport { name }\n")
write('packages/viz/src/node/png.ts', "import 'node:module'\nimport { name } from '../svg.js'\nexport { name }\n")
write('bench/index.ts', "import 'node:fs'\nimport '@gardner/core'\n")
write('scripts/example.mjs', "import 'node:fs'\n")

/** Rule, file, and what is planted there. */
const violations = [
  ['no-cycles', 'packages/core/src/cycle.ts', "import type { B } from './cyclic.js'\nexport type A = B\n"],
  ['numerics-stands-alone', 'packages/numerics/src/upward.ts', "import '@gardner/core'\n"],
  ['numerics-stands-alone', 'packages/numerics/src/observed.ts', "import 'rxjs'\n"],
  ['core-stands-alone', 'packages/core/src/upward.ts', "import '@gardner/weights'\n"],
  ['core-stands-alone', 'packages/core/src/upward-type.ts', "export type { name } from '@gardner/ansatze'\n"],
  ['plugins-know-only-core', 'packages/weights/src/sideways.ts', "import '@gardner/activations'\n"],
  ['plugins-know-only-core', 'packages/machines/src/sideways.ts', "import '@gardner/samplers'\n"],
  ['samplers-know-machines', 'packages/samplers/src/sideways.ts', "import '@gardner/weights'\n"],
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
  ['container-in-its-place', 'packages/cli/src/command/injected.ts', "import 'tsyringe'\n"],
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
  ['files-in-their-room', 'packages/cli/src/simulation/job.ts', "import 'node:fs/promises'\n"],
  ['node-folder-apart', 'packages/viz/src/picture.ts', "import './node/png.js'\n"],
  ['plugins-know-only-core', 'packages/viz/src/sideways.ts', "import '@gardner/samplers'\n"],
  ['plugins-know-only-core', 'packages/formula/src/sideways.ts', "import '@gardner/activations'\n"],
  ['studies-below-commands', 'packages/studies/src/upward.ts', "import '@gardner/cli'\n"],
  ['files-in-their-room', 'packages/studies/src/file.ts', "import 'node:fs'\n"],
  ['results-below-commands', 'packages/results/src/upward.ts', "import '@gardner/samplers'\n"],
  ['node-only-in-cli', 'packages/results/src/file.ts', "import 'node:fs'\n"],
  ['packages-by-name', 'packages/ansatze/src/reach.ts', "import '../../core/src/index.js'\n"],
  ['packages-by-name', 'packages/cli/test/reach.test.ts', "import '../../weights/src/index.js'\n"],
  ['sources-only-by-name', 'bench/reach.ts', "import '../packages/core/src/index.js'\n"],
  ['declared', 'packages/weights/src/undeclared.ts', "import 'rxjs'\n"],
  ['resolvable', 'packages/weights/src/nowhere.ts', "import './missing.js'\n"],
]

/** Files without a cycle among them, whose folders make one: who knows whom, and by which file. */
const folderViolations = [
  ['packages/ansatze/src/rs → packages/ansatze/src/krsb', 'rs/above.ts', '../krsb/below.js'],
  ['packages/ansatze/src/krsb → packages/ansatze/src/rs', 'krsb/above.ts', '../rs/below.js'],
  // a type is enough
  ['packages/viz/src/kind → packages/viz/src/render', 'kind/above.ts', '../render/below.js', 'import type {} from'],
  ['packages/viz/src/render → packages/viz/src/kind', 'render/above.ts', '../kind/below.js'],
  // through a folder within a folder
  ['packages/explorer/src/chart → packages/explorer/src/engine', 'chart/above.ts', '../engine/inner/below.js'],
  ['packages/explorer/src/engine → packages/explorer/src/view', 'engine/above.ts', '../view/below.js'],
  ['packages/explorer/src/view → packages/explorer/src/chart', 'view/above.ts', '../chart/below.js'],
  // through the files beside the folders
  ['packages/samplers/src/* → packages/samplers/src/sphere', 'chain.ts', './sphere/below.js'],
  ['packages/samplers/src/sphere → packages/samplers/src/*', 'sphere/above.ts', '../random.js'],
]

// The other half of the cycle, which is reported once.
const accomplice = ['packages/core/src/cyclic.ts', "import type { A } from './cycle.js'\nexport type B = A\n"]

const cruise = async () => {
  const depcruise = program('dependency-cruiser', 'depcruise')
  const { output } = await node([depcruise, 'packages', 'scripts', 'bench', '--output-type', 'json'], { cwd: copy })
  try {
    const { summary, modules } = JSON.parse(output)
    return { found: summary.violations.map(({ rule, from }) => `${rule.name} ${from}`), modules, output: '' }
  } catch {
    return { found: undefined, modules: [], output }
  }
}

const arrows = (pairs) => pairs.map(({ from, to }) => `${from} → ${to}`)
const same = (one, other) => JSON.stringify([...one].sort()) === JSON.stringify([...other].sort())

const tally = new Tally()
try {
  const clean = await cruise()
  tally.case('what is allowed is clean', clean.found?.length === 0, clean.found?.join('\n') ?? clean.output)
  const orderly = folderCycles(clean.modules, [])
  tally.case('no cycle of folders in what is allowed', orderly.cyclic.length === 0, arrows(orderly.cyclic).join('\n'))
  write(...accomplice)
  for (const [, path, text] of violations) write(path, text)
  for (const [arrow, path, target, importing = 'import'] of folderViolations) {
    const place = arrow.match(/^packages\/[^/]+\/src\//)[0]
    write(place + path, `${importing} '${target}'\nexport {}\n`)
    write(join(place, dirname(path), target).replace(/js$/, 'ts'), 'export {}\n')
  }
  const { found = [], modules, output } = await cruise()
  for (const [rule, path] of violations)
    tally.case(
      `${rule}: ${path}`,
      found.includes(`${rule} ${path}`),
      output || `not reported; reported:\n${found.join('\n')}`,
    )
  const { cyclic } = folderCycles(modules, [])
  // to reach what needs Node, planted above, is a cycle too
  const apart = ['packages/viz/src/* → packages/viz/src/node', 'packages/viz/src/node → packages/viz/src/*']
  const planted = [...folderViolations.map(([arrow]) => arrow), ...apart]
  for (const arrow of planted) tally.case(`cycle of folders: ${arrow}`, arrows(cyclic).includes(arrow))
  tally.case('no other cycle of folders', same(arrows(cyclic), planted), arrows(cyclic).join('\n'))

  // The list of those that are known excuses what closes a cycle, and nothing else.
  const entry = (arrow) => ({ from: arrow.split(' → ')[0], to: arrow.split(' → ')[1] })
  const excused = folderCycles(modules, [entry(planted[0])])
  tally.case('one that is known is excused', same(arrows(excused.cyclic), planted.slice(2)))
  tally.case('and needed on the list', excused.needless.length === 0, arrows(excused.needless).join('\n'))
  const both = folderCycles(modules, planted.slice(0, 2).map(entry))
  tally.case('one of the two is enough', same(arrows(both.needless), [planted[0]]), arrows(both.needless).join('\n'))
  const idle = [
    'packages/viz/src/kind → packages/viz/src/node',
    'packages/ansatze/src/rs → packages/ansatze/src/cascade',
  ]
  write('packages/ansatze/src/rs/cascade.ts', "import '../cascade/sum.js'\n")
  write('packages/ansatze/src/cascade/sum.ts', 'export {}\n')
  const { needless } = folderCycles((await cruise()).modules, idle.map(entry))
  tally.case(
    'what closes no cycle is told to leave the list',
    same(arrows(needless), idle),
    arrows(needless).join('\n'),
  )
} finally {
  rmSync(copy, { recursive: true, force: true })
}
tally.end()
