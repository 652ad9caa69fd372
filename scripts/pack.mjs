// Does what is published work where the workspace is not? Every package is packed and installed, without a network,
// into empty projects outside the workspace: a plain JavaScript user, a TypeScript user, and the command line.
// Third-party packages come from the workspace's node_modules, laid out as they are there.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, sep } from 'node:path'
import { blocksOf } from './docs.mjs'
import { packAll } from './tarballs.mjs'
import { isMain, node, packages, program, root, run, Tally } from './workspace.mjs'

const libraries = [
  'numerics',
  'core',
  'activations',
  'weights',
  'ansatze',
  'machines',
  'samplers',
  'formula',
  'viz',
  'gardner',
].map((name) => `@gardner/${name}`)
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

/** Is this a package that stands for itself, not inside the only one that asks for it? */
const standsAlone = (folder) =>
  relative(root, folder)
    .split(sep)
    .filter((part) => part === 'node_modules').length === 1

/** What packages ask for, and what that asks for, as far as it stands alone: names and folders. */
const closure = (names, from, found = new Map(), seen = new Set()) => {
  for (const name of names) {
    const folder = locate(name, from)
    // optional ones are not there for other platforms
    if (folder === undefined || own.has(name) || seen.has(folder)) continue
    seen.add(folder)
    if (standsAlone(folder)) found.set(name, folder)
    const { dependencies, optionalDependencies } = manifestOf(folder)
    closure(Object.keys({ ...dependencies, ...optionalDependencies }), folder, found, seen)
  }
  return found
}

/** The names of the packages in a folder `node_modules`. */
const inside = (folder) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder).flatMap((name) =>
        name.startsWith('@') ? readdirSync(join(folder, name)).map((rest) => `${name}/${rest}`) : [name],
      )

/** A tarball of a third-party package as it stands in the workspace, with what stands inside it, made at most once. */
const thirdParty = (folder) => {
  const made = new Map()
  const make = async (from) => {
    const place = join(folder, `${made.size}-${basename(from)}`)
    cpSync(from, join(place, 'package'), { recursive: true })
    const { scripts, devDependencies, ...kept } = manifestOf(from)
    const bundleDependencies = inside(join(from, 'node_modules')).filter((name) => !name.startsWith('.'))
    writeFileSync(join(place, 'package', 'package.json'), JSON.stringify({ ...kept, bundleDependencies }))
    const { code, output } = await run('tar', ['-cf', `${place}.tgz`, '-C', place, 'package'])
    if (code !== 0) throw new Error(output)
    return `${place}.tgz`
  }
  return (from) => {
    if (!made.has(from)) made.set(from, make(from))
    return made.get(from)
  }
}

/** An empty project with some of this workspace's packages, and no more than they ask for, installed from tarballs. */
const project = async (folder, names, tarballs, tarballOf) => {
  const files = new Map(names.map((name) => [name, tarballs.get(name)]))
  for (const name of names) {
    const { dependencies = {}, folder: from } = own.get(name)
    for (const [needed, place] of closure(Object.keys(dependencies), from)) files.set(needed, tarballOf(place))
  }
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

/**
 * What the README says to do in an empty folder: the standard set installed by its path, which makes links, beside what else
 * it names; then the first example as it is printed, and one that uses RxJS.
 */
const fromClone = async (folder, tarballOf) => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, others] = readme.match(/^npm install CLONE\/packages\/gardner ([\w ]+?)( +#.*)?$/m)
  const example = blocksOf(readme).find(({ file }) => file === 'first.mts')
  mkdirSync(folder)
  writeFileSync(join(folder, 'first.mts'), example.text)
  writeFileSync(
    join(folder, 'stream.mts'),
    `import { binary, curve, machine, points, relu, rs, run } from '@gardner/gardner'
import { map } from 'rxjs'
run(curve(machine({ activation: relu, weights: binary }), rs, { alpha: [0.1, 0.2] }))
  .pipe(points(), map(({ parameter }) => parameter))
  .subscribe((alpha) => console.log(alpha))
`,
  )
  const needed = await Promise.all([...closure(others.split(' '), root).values()].map(tarballOf))
  const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const paths = [join(root, 'packages', 'gardner'), ...needed]
  const installed = await run('npm', ['install', ...quiet, '--cache', `${folder}-npm-cache`, ...paths], { cwd: folder })
  if (installed.code !== 0) return installed
  const tsx = join(folder, 'node_modules', '.bin', 'tsx')
  const first = await run(tsx, ['first.mts'], { cwd: folder })
  if (first.code !== 0 || !first.output.startsWith('0.8995834865')) return { code: 1, output: first.output }
  const stream = await run(tsx, ['stream.mts'], { cwd: folder })
  return stream.output === '0.1\n0.2\n' ? stream : { code: 1, output: stream.output }
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
    const tarballs = await packAll(process.env.GARDNER_TARBALLS ?? join(folder, 'tarballs'))
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

    check('the README in an empty folder', await fromClone(join(folder, 'empty'), tarballOf))

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
      const formula = 'formula:max(0, x) + 0.1*x'
      const curve = [
        'curve',
        '--activation',
        formula,
        '--weights',
        'binary',
        '--alpha',
        '0.2,0.4',
        '--plot',
        'curve.png',
      ]
      const drawn = await run(gardner, curve, { cwd: terminal })
      const picture = existsSync(join(terminal, 'curve.png'))
        ? readFileSync(join(terminal, 'curve.png'))
        : Buffer.alloc(0)
      const isPng = picture.subarray(1, 4).toString() === 'PNG' && picture.length > 10_000
      tally.case('gardner curve of a formula as a picture', drawn.code === 0 && isPng, drawn.output)
      check('gardner explore to a file', await run(gardner, ['explore', '--out', 'page.html'], { cwd: terminal }))
    }
  } catch (error) {
    tally.case('packing', false, error.stack)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  tally.end()
}

if (isMain(import.meta.url)) await main()
