// Do the pages tell the truth? Every fenced block of README.md, ARCHITECTURE.md, docs/ and packages/*/README.md:
//   ts         type-checked (strict, NodeNext, against what was built) and run; `ts no-run` is only type-checked
//   js         run
//   sh         every line that calls gardner is run; `sh no-run` is not
//   file=NAME  written under that name first, whatever its language, for the later blocks of the same page
// Each page has a folder of its own under .docs-examples/, where its blocks run in order. Pages named as arguments
// are checked alone. Blocks are run one after another in a few processes, so that the packages are loaded once in each.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, dirname, extname, join, relative } from 'node:path'
import { keptProcess } from './docs/kept-process.mjs'
import { isMain, node, program, root, run, Tally } from './workspace.mjs'

const secondsForABlock = 120

/** The fenced blocks of a page: language, flags, optional file name, line number and text. */
export const blocksOf = (text) => {
  const blocks = []
  let open
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (open) {
      if (line.trim().startsWith(open.fence) && /^(`+|~+)$/.test(line.trim())) {
        blocks.push({ ...open.block, text: `${open.lines.join('\n')}\n` })
        open = undefined
      } else open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart())
      continue
    }
    const start = line.match(/^(\s*)(`{3,}|~{3,})\s*([^`]*)$/)
    if (!start) continue
    const [language = '', ...flags] = start[3].trim().split(/\s+/)
    const file = flags.find((flag) => flag.startsWith('file='))?.slice('file='.length)
    const block = { language, file, run: !flags.includes('no-run'), line: index + 1 }
    open = { indent: start[1], fence: start[2], block, lines: [] }
  }
  return blocks
}

/** The lines of a shell block that call gardner, with continued lines joined. */
export const commandsOf = (text) =>
  text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^\$ /, '')
        .replace(/^npx (?=gardner\b)/, ''),
    )
    .filter((line) => /^gardner(\s|$)/.test(line))

/** The words of a line that asks nothing of a shell but to take off quotes; of another, nothing. */
export const wordsOf = (line) => {
  const words = /(?:[\w,.:/=+@%^-]+|'[^']*'|"[^"$`\\]*")+/g
  const bare = line.replace(/\s#.*$/, '')
  if (bare.replace(words, '').trim() !== '') return undefined
  return bare.match(words).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'))
}

const markdown = (folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true })
        .filter((name) => name.endsWith('.md'))
        .sort()
        .map((name) => join(folder, name))
    : []

const pages = () => {
  const readmes = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'README.md'))
  const all = ['README.md', 'ARCHITECTURE.md', ...readmes].filter((page) => existsSync(join(root, page)))
  return [...all, ...markdown('docs')]
}

const configuration = {
  extends: '../tsconfig.base.json',
  compilerOptions: {
    composite: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    customConditions: [],
    types: ['node'],
    moduleDetection: 'force',
    allowJs: true,
    rootDir: 'source',
    outDir: 'run',
  },
  include: ['source/**/*'],
}

/** Lays out the blocks of all pages: sources for the compiler, everything else where it will run. */
const layOut = (folder, names) =>
  names.map((page) => {
    const slug = page.replace(/\.md$/, '').replace(/[^A-Za-z0-9]+/g, '-')
    const place = join(folder, 'run', slug)
    mkdirSync(place, { recursive: true })
    const blocks = blocksOf(readFileSync(join(root, page), 'utf8')).map((block) => {
      const code = block.language === 'ts' || block.language === 'js'
      const name = block.file ?? (code ? `line-${block.line}.${block.language}` : undefined)
      if (name === undefined) return block
      const compiled = ['.ts', '.js', '.mts', '.mjs'].includes(extname(name))
      const targets = compiled ? [join(folder, 'source', slug, name), join(place, name)] : [join(place, name)]
      for (const target of targets) {
        mkdirSync(dirname(target), { recursive: true })
        writeFileSync(target, block.text)
      }
      const script = code && block.run ? name.replace(/ts$/, 'js') : undefined
      return { ...block, source: compiled ? join('source', slug, name) : undefined, script }
    })
    return { page, place, blocks }
  })

/** Type-checks and compiles every block at once; what the compiler says, by source file. */
const compile = async (folder) => {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration, undefined, 2))
  const { code, output } = await node([program('typescript', 'tsc'), '-p', '.', '--pretty', 'false'], { cwd: folder })
  const complaints = new Map()
  let file
  for (const line of output.split('\n')) {
    file = line.match(/^(source\/.*?)\(\d+,\d+\): error/)?.[1] ?? (line.startsWith(' ') ? file : undefined)
    if (file !== undefined) complaints.set(file, `${complaints.get(file) ?? ''}${line}\n`)
  }
  return { complaints, failed: code !== 0 && complaints.size === 0 ? output : undefined }
}

const gardner = join(root, 'packages', 'cli', 'dist', 'main.js')

/** A folder with a `gardner` that is the command line of this workspace. */
const commandLine = (folder) => {
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin', 'gardner'), `#!/bin/sh\nexec "${process.execPath}" "${gardner}" "$@"\n`, {
    mode: 0o755,
  })
  return join(folder, 'bin')
}

const main = async () => {
  const folder = join(root, '.docs-examples')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'source'), { recursive: true })
  const chosen = process.argv.slice(2).map((page) => relative(root, join(process.cwd(), page)))
  const laidOut = layOut(folder, chosen.length > 0 ? chosen : pages())
  const tally = new Tally()
  const hasSources = laidOut.some(({ blocks }) => blocks.some(({ source }) => source))
  const { complaints, failed } = hasSources ? await compile(folder) : { complaints: new Map() }
  if (failed !== undefined) tally.case('the compiler', false, failed)
  const env = { PATH: `${commandLine(folder)}${delimiter}${process.env.PATH}` }
  const timeout = secondsForABlock * 1000

  /** The cases of one page in order: each a name, whether it went well, and what it printed. */
  const check = async ({ page, place, blocks }, kept) => {
    const cases = []
    for (const { language, text, line, source, script, run: wanted } of blocks) {
      const where = `${page}:${line}`
      const complaint = complaints.get(source)
      if (complaint !== undefined) cases.push([`${where} ${language}`, false, complaint])
      else if (script !== undefined) {
        const { code, output } = await kept.run({ folder: place, script: join(place, script) })
        cases.push([`${where} ${language}`, code === 0, output])
      } else if (source !== undefined) cases.push([`${where} ${language}, not run`, true])
      else if (language === 'sh' && wanted) {
        for (const command of commandsOf(text)) {
          const [, ...args] = wordsOf(command) ?? []
          const { code, output } =
            args.length > 0
              ? await kept.run({ folder: place, script: gardner, args })
              : await run('bash', ['-o', 'pipefail', '-c', command], { cwd: place, env, timeout })
          cases.push([`${where} ${command}`, code === 0, output])
        }
      }
    }
    return cases
  }

  const results = []
  const queue = [...laidOut.keys()]
  const worker = async () => {
    const kept = keptProcess({ env, timeout })
    for (let index = queue.shift(); index !== undefined; index = queue.shift())
      results[index] = await check(laidOut[index], kept)
    kept.end()
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  for (const [name, ok, output] of results.flat()) tally.case(name, ok, output)
  if (tally.failed === 0) rmSync(folder, { recursive: true, force: true })
  tally.end()
}

if (isMain(import.meta.url)) await main()
