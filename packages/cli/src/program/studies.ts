import type { ExploreOptions } from '../command/explore.js'
import type { PlotOptions } from '../command/plot.js'
import type { StudyOptions } from '../command/reproduce.js'
import type { Options } from '../option/settings.js'
import { examples } from './help.js'
import type { Kit } from './kit.js'
import { general, WIDTH } from './options.js'

/** The commands of figures, studies and names. */
export function studies({ command, run, actions }: Kit): void {
  const plot = command('plot', 'a figure of what other commands wrote: .svg, .pdf, .png or .html')
  plot
    .argument('<files...>', 'JSON or CSV of other commands; several are drawn over each other where their axes agree')
    .option(
      '--out <file>',
      'where to: .svg, .pdf, .png or .html, whole or not at all (default: beside the first file, .svg)',
    )
    .option('--quantity <names>', 'of curves: these in place of what was asked for; several with commas')
    .option('--title <text>', 'in place of the usual one')
    .option('--theme <name>', 'light or dark (default: light)')
    .option('--width <size>', WIDTH)
    .option('--height <pixels>', 'of the plot without its axes')
    .option('--scale <factor>', 'of a .png: its pixels to one of the figure (default: 2)')
    .option('--data', 'also write the numbers that are drawn, beside it as CSV')
    .option('--verbose', 'print the stack of an error')
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
  reproduce
    .argument('<study>', 'bmz2019 (Baldassi, Malatesta, Zecchina, PRL 123, 170602) or activations (all capacities)')
    .option('--out <folder>', 'write the report, figures and data there (default: out/ and the name of the study)')
    .option('--no-out', 'print the table of critical loads and write nothing')
    .option(
      '--only <parts>',
      'capacities, figure-1, …, theory (all that is computed) or simulation; several with commas',
    )
    .option('--quick', 'few and small machines for what is sampled: seconds (the default)')
    .option('--full', 'the sizes of the paper for what is sampled: minutes')
    .option('--fresh', 'compute all anew, also what an interrupted run has found')
    .option('--workers <number>', 'threads that compute; 0 computes in this one (default: one for each processor)')
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
  explore
    .option('--port <number>', 'the port on the loopback address (default: a free one)')
    .option('--out <file>', 'write the page to a file instead: it needs no server')
    .option('--verbose', 'print the stack of an error')
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
  table
    .option('--activation <names>', 'several with commas (default: linear,sign,relu,sigmoid)')
    .option('--weights <names>', 'several with commas (default: binary,spherical)')
    .option('--out <folder>', 'write capacities and entropy curves there, as CSV and JSON')
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
