// The gallery: every module of docs/gallery makes a figure; this draws them and writes docs/gallery.md, the code beside its
// picture. With --check nothing is written, and what is there has to be what would be: pictures up to a twentieth of a pixel,
// as the last digits of a result may differ between machines.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'
import { isMain, root } from './workspace.mjs'

const folder = join(root, 'docs', 'gallery')
const page = join(root, 'docs', 'gallery.md')

/** From the machine to what finite ones do. */
const order = [
  'activation',
  'kernel',
  'entropy',
  'capacities',
  'phase-diagram',
  'order-parameters',
  'franz-parisi',
  'minimum-distance',
  'local-entropy',
  'stabilities',
  'robustness',
  'trace',
  'success',
]

const preface = `# Gallery

Each figure with the whole of the code that made it, with functions of [@gardner/viz](../packages/viz/README.md); \`npm run gallery\` makes them anew.
The module of a figure is in [gallery](gallery). The command line draws the same from its results: [figures](guides/plots.md).
`

/** Two pictures that nobody could tell apart. */
export const alike = (a, b) => {
  const number = /-?\d+(?:\.\d+)?/g
  if (a.replace(number, '#') !== b.replace(number, '#')) return false
  const [p, q] = [a, b].map((text) => (text.match(number) ?? []).map(Number))
  return p.every((value, i) => Math.abs(value - q[i]) <= 0.05)
}

const main = async () => {
  const check = process.argv.includes('--check')
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => basename(name, '.ts'))
  const strange = [...names.filter((name) => !order.includes(name)), ...order.filter((name) => !names.includes(name))]
  if (strange.length > 0)
    throw new Error(`not both in docs/gallery and in the order of the gallery: ${strange.join(', ')}`)
  const unregister = register()
  const { svg } = await import('@gardner/viz')
  const stale = []
  const keep = (file, text, same) => {
    const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
    if (before !== undefined && same(before, text)) return
    if (check) stale.push(file.slice(root.length + 1))
    else writeFileSync(file, text)
  }
  let text = preface
  for (const name of order) {
    const file = join(folder, `${name}.ts`)
    const { figure } = await import(pathToFileURL(file).href)
    keep(
      join(folder, `${name}.svg`),
      `${(await svg(figure)).replace(/>(?=<(?!\/?t(span|ext>)|\/text))/g, '>\n')}\n`,
      alike,
    )
    const code = readFileSync(file, 'utf8').trimEnd()
    const alternative = figure.description.split(/(?<=\.) /)[0]
    text += `\n## ${figure.title}\n\n![${alternative}](gallery/${name}.svg)\n\n${figure.caption}\n\n\`\`\`ts\n${code}\n\`\`\`\n`
  }
  await unregister()
  keep(page, text, (before, after) => before === after)
  if (stale.length === 0) return
  console.error(
    `not as the code makes it: ${stale.join(', ')}; write it with npm run gallery, and look at the pictures`,
  )
  process.exitCode = 1
}

if (isMain(import.meta.url)) await main()
