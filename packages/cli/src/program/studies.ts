import type { ExploreOptions } from '../command/explore.js'
import type { PlotOptions } from '../command/plot.js'
import type { StudyOptions } from '../command/reproduce.js'
import type { Options } from '../option/settings.js'
import { quantityNames } from '../theory/curve-plan.js'
import { examples } from './help.js'
import type { Kit } from './kit.js'
import { general } from './options.js'
import { take } from './take.js'

/** The commands of figures, studies and names. */
export function studies({ command, run, actions }: Kit): void {
  const plot = command('plot', 'a figure of what other commands wrote: .svg, .pdf, .png or .html')
  plot.argument('<files...>', 'JSON or CSV of other commands; several are drawn over each other where their axes agree')
  take(
    plot,
    {
      name: 'out',
      help: 'where to: .svg, .pdf, .png or .html, whole or not at all (default: beside the first file, .svg)',
    },
    {
      name: 'quantity',
      list: true,
      choices: quantityNames,
      help: 'of curves: these in place of what was asked for; several with commas',
    },
    'title',
    'theme',
    'width',
    'height',
    'scale',
    'data',
    'verbose',
  )
  plot
    .addHelpText(
      'after',
      examples(
        'plot curve.json',
        'plot rs.json 1rsb.json --out both.png --theme dark',
        'plot stabilities.json sample.json --out theory-and-simulation.html',
        'plot curve.csv --quantity q,replicon --width 600',
        'plot out/bmz2019/figure-1.json --out figure-1.png --scale 3',
      ),
    )
    .action(run((files: readonly string[], options: PlotOptions) => actions.plot(files, options)))

  const reproduce = command('reproduce', 'the numbers and figures of a study, with a report, in a folder')
  reproduce.argument(
    '<study>',
    'bmz2019 (Baldassi, Malatesta, Zecchina, PRL 123, 170602) or activations (all capacities)',
  )
  take(
    reproduce,
    {
      name: 'out',
      flags: '--out <folder>',
      help: 'write the report, figures and data there (default: out/ and the name of the study)',
    },
    { name: 'out', flags: '--no-out', help: 'print the table of critical loads and write nothing' },
    { name: 'only', list: true },
    'quick',
    'full',
    'fresh',
    'workers',
  )
  general(reproduce, false)
  reproduce
    .addHelpText(
      'after',
      examples(
        'reproduce bmz2019',
        'reproduce bmz2019 --full --out paper',
        'reproduce bmz2019 --only figure-1,figure-2',
        'reproduce bmz2019 --no-out',
        'reproduce activations',
      ),
    )
    .action(run((study: string, options: StudyOptions) => actions.reproduce(study, options)))

  const explore = command('explore', 'a page to explore machines in a browser, served to this machine only')
  take(explore, 'port', { name: 'out', help: 'write the page to a file instead: it needs no server' }, 'verbose')
  explore
    .addHelpText('after', examples('explore', 'explore --port 8080', 'explore --out explorer.html'))
    .action(run((options: ExploreOptions) => actions.explore(options)))

  const list = command('list', 'the names that options take, and the plugins they come from')
  list.argument('[section]', 'activations, weights, ansatze, constraints, samplers or plugins (default: all)')
  general(list)
  list
    .addHelpText('after', examples('list', 'list activations --format json', 'list plugins --plugin ./softsign.js'))
    .action(run((section: string | undefined, options: Options) => actions.list(section, options)))

  const table = command(
    'table',
    'capacities and stability limits of several machines; with --out also their entropy curves',
  )
  take(
    table,
    {
      name: 'activation',
      flags: '--activation <names>',
      help: 'several with commas (default: linear,sign,relu,sigmoid)',
    },
    { name: 'weights', flags: '--weights <names>', help: 'several with commas (default: binary,spherical)' },
    { name: 'out', flags: '--out <folder>', help: 'write capacities and entropy curves there, as CSV and JSON' },
  )
  general(table, false)
  table
    .addHelpText(
      'after',
      examples('table', 'table --out out', 'table --activation relu,tanh,erf --weights binary,ternary'),
    )
    .action(run((options: Options) => actions.table(options)))

  if (actions.complete !== undefined) {
    const { complete } = actions
    command('complete', 'a script that teaches the shell to complete gardner')
      .argument('<shell>', 'bash, zsh, fish or powershell')
      .addHelpText('after', '\nExamples:\n  $ source <(gardner complete bash)\n')
      .action(() => complete())
  }
}
