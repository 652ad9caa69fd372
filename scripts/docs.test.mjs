// Does a block that fails fail its page? Blocks share a process, so each way in which one can go wrong is planted, and the
// block after it must go well.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keptProcess } from './docs/kept-process.mjs'
import { wordsOf } from './docs.mjs'
import { Tally } from './workspace.mjs'

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'gardner-docs-'))
const tally = new Tally()

/** What a block does, how it must end, and what it must have printed. */
const blocks = [
  ['throws', "throw new Error('planted')", 1, /planted/],
  ['throws later', "setTimeout(() => { throw new Error('planted') }, 1)", 1, /planted/],
  ['rejects where nobody hears', "Promise.reject(new Error('planted'))", 1, /planted/],
  ['imports what is not there', "import './nowhere.mjs'", 1, /nowhere/],
  ['sets a code', 'process.exitCode = 3', 3, /^$/],
  ['ends its process with a code', 'process.exit(4)', 4, /^$/],
  ['ends its process well', "console.log('well'); process.exit(0)", 0, /^well$/m],
  ['awaits for ever', 'await new Promise(() => {})', 13, /^$/],
  ['changes the console', 'console.log = () => {}', 0, /^$/],
  ['listens for the end', "process.on('exit', () => { process.exitCode = 5 })", 5, /^$/],
]

const kept = keptProcess({ env: {}, timeout: 0 })
const write = (name, text) => {
  const script = join(folder, name)
  writeFileSync(script, text)
  return script
}
const well = write('well.mjs', "console.log('all', process.argv.length, process.cwd()); setTimeout(() => {}, 10)")
for (const [index, [what, text, code, printed]] of blocks.entries()) {
  const found = await kept.run({ folder, script: write(`block-${index}.mjs`, text) })
  tally.case(`a block that ${what}`, found.code === code && printed.test(found.output), `${found.code} ${found.output}`)
  const next = await kept.run({ folder, script: well })
  tally.case('and the next', next.code === 0, next.output)
}
kept.end()

const hasty = keptProcess({ env: {}, timeout: 100 })
const endless = await hasty.run({ folder, script: write('endless.mjs', 'setInterval(() => {}, 1e6)') })
tally.case(
  'a block that never ends',
  endless.code === 124 && /stopped after 0.1 s/.test(endless.output),
  endless.output,
)

for (const [line, words] of [
  ['gardner solve --alpha 0.5  # what it says', ['gardner', 'solve', '--alpha', '0.5']],
  [
    `gardner curve --activation "formula:max(0, x)" 'a b'c`,
    ['gardner', 'curve', '--activation', 'formula:max(0, x)', 'a bc'],
  ],
  ['gardner list | head', undefined],
  ['gardner list > file', undefined],
  ['gardner solve "$x"', undefined],
  ['gardner plot *.csv', undefined],
  ['gardner list && gardner list', undefined],
])
  tally.case(`words of ${line}`, JSON.stringify(wordsOf(line)) === JSON.stringify(words), JSON.stringify(wordsOf(line)))

rmSync(folder, { recursive: true, force: true })
tally.end()
