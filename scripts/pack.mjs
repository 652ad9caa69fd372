// Does what is published work where the workspace is not? Every package is packed and installed, without a network,
// into empty projects outside the workspace: a plain JavaScript user, a TypeScript user, and the command line.
// Third-party packages come from the workspace's node_modules, each with what it needs bundled inside.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { packAll } from './tarballs.mjs'
import { isMain, node, packages, program, root, run, Tally } from './workspace.mjs'

const libraries = ['@gardner/core', '@gardner/activations', '@gardner/weights', '@gardner/ansatze', '@gardner/samplers']
const own = new Map(packages().map((manifest) => [manifest.name, manifest]))
const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** The folder Node would load a package from, seen from another folder. */
const locate = (name, from) => {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (dirname(folder) === folder) return undefined
  }
}

/** Copies a package and, inside it, everything it depends on; `above` is what its ancestors already hold. */
const copyWithDependencies = (from, to, above = new Map()) => {
  const manifest = manifestOf(from)
  cpSync(from, to, { recursive: true, filter: (path) => path === from || basename(path) !== 'node_modules' })
  const held = new Map([...above, [manifest.name, manifest.version]])
  const needed = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })
    .map((name) => [name, locate(name, from)])
    .filter(([name, folder]) => folder !== undefined && held.get(name) !== manifestOf(folder).version)
  for (const [name, folder] of needed) copyWithDependencies(folder, join(to, 'node_modules', name), held)
  const { scripts, devDependencies, ...kept } = manifest
  const bundleDependencies = needed.map(([name]) => name)
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...kept, bundleDependencies }))
}

/** A tarball of a third-party package as it stands in the workspace, made at most once. */
const thirdParty = (folder) => {
  const made = new Map()
  const make = async (from) => {
    const place = join(folder, `${made.size}-${basename(from)}`)
    copyWithDependencies(from, join(place, 'package'))
    const { code, output } = await run('tar', ['-czf', `${place}.tgz`, '-C', place, 'package'])
    if (code !== 0) throw new Error(output)
    return `${place}.tgz`
  }
  return (name, from) => {
    const source = locate(name, from)
    if (!made.has(source)) made.set(source, make(source))
    return made.get(source)
  }
}

/** An empty project with some of this workspace's packages, and no more than they ask for, installed from tarballs. */
const project = async (folder, names, tarballs, tarballOf) => {
  const files = new Map(names.map((name) => [name, tarballs.get(name)]))
  for (const name of names)
    for (const needed of Object.keys(own.get(name).dependencies ?? {}))
      if (!own.has(needed) && !files.has(needed)) files.set(needed, tarballOf(needed, own.get(name).folder))
  const dependencies = {}
  for (const [name, file] of files) dependencies[name] = `file:${await file}`
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'user', private: true, type: 'module', dependencies }),
  )
  const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  return run('npm', ['install', ...quiet, '--cache', `${folder}-npm-cache`], { cwd: folder })
}

const strict = {
  compilerOptions: {
    strict: true,
    target: 'ES2022',
    lib: ['ES2022', 'DOM'],
    module: 'NodeNext',
    types: [],
    skipLibCheck: false,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    outDir: 'dist',
  },
  files: ['consumer.ts'],
}

const main = async () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'gardner-pack-'))
  const tally = new Tally()
  const check = (name, { code, output }) => tally.case(name, code === 0, output)
  try {
    for (const name of ['tarballs', 'third-party']) mkdirSync(join(folder, name))
    const tarballs = await packAll(join(folder, 'tarballs'))
    const tarballOf = thirdParty(join(folder, 'third-party'))

    const user = join(folder, 'user')
    const terminal = join(folder, 'terminal')
    const hasCommandLine = existsSync(join(root, 'packages', 'cli', 'src', 'main.ts'))
    const [libraryInstall, commandLineInstall] = await Promise.all([
      project(user, libraries, tarballs, tarballOf),
      hasCommandLine ? project(terminal, [...own.keys()], tarballs, tarballOf) : undefined,
    ])

    if (check('the libraries install offline', libraryInstall)) {
      for (const file of ['consumer.mjs', 'consumer.ts']) cpSync(join(root, 'scripts', 'pack', file), join(user, file))
      check('a JavaScript user', await node(['consumer.mjs'], { cwd: user }))
      writeFileSync(join(user, 'tsconfig.json'), JSON.stringify(strict))
      const compiled = await node([program('typescript', 'tsc'), '-p', '.', '--pretty', 'false'], { cwd: user })
      if (check('a TypeScript user compiles', compiled))
        check('a TypeScript user runs', await node([join('dist', 'consumer.js')], { cwd: user }))
    }

    if (!hasCommandLine) console.log('  - the command line has no main.ts yet: skipped')
    else if (check('the command line installs offline', commandLineInstall)) {
      const gardner = join(terminal, 'node_modules', '.bin', 'gardner')
      const version = await run(gardner, ['--version'], { cwd: terminal })
      const right = version.output.includes(own.get('@gardner/cli').version)
      tally.case('gardner --version', version.code === 0 && right, version.output)
      check('gardner --help', await run(gardner, ['--help'], { cwd: terminal }))
      const machine = '--activation relu --weights binary --units 4 --inputs 60 --alpha 0.5'
      writeFileSync(join(terminal, 'slow.yaml'), 'stages: [{ sweeps: 20, beta: [1, 2] }]\n')
      const chains = `sample --method metropolis ${machine} --schedule slow.yaml --chains 2 --workers 2`
      check('gardner sample in threads', await run(gardner, chains.split(' '), { cwd: terminal }))
    }
  } catch (error) {
    tally.case('packing', false, error.stack)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  tally.end()
}

if (isMain(import.meta.url)) await main()
