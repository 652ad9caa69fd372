import { Command, type HelpConfiguration, Option } from 'commander'
import type { Actions } from './actions.js'
import type { ExploreOptions } from './command/explore.js'
import type { PlotOptions } from './command/plot.js'
import type { StudyOptions } from './command/reproduce.js'
import { misuse } from './failure.js'
import { finiteMachines } from './program-finite.js'
import type { Options } from './settings.js'
import { AGAIN, isName, severalIn } from './several.js'

const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ gardner ${line}`).join('\n')}\n`

/** Columns of the help: lines longer than these are hard to read, and shorter ones hold no option. */
const [NARROWEST, WIDEST] = [40, 100]

/** Too narrow for a column of options beside one of what they do: that stands below them. */
const TWO_COLUMNS = 72

const helpIn = (helpWidth: number): HelpConfiguration =>
  helpWidth >= TWO_COLUMNS
    ? { helpWidth }
    : {
        helpWidth,
        formatItem: (term, _, description, help) => {
          const below = help.boxWrap(description, helpWidth - 6).replace(/^/gm, '      ')
          return description === '' ? `  ${term}` : `  ${term}\n${below}`
        },
      }

/** The commands and their options, without a default: a config file stands between the command line and those. */
export function program(actions: Actions, version: string, finish: (code: number) => void, width = WIDEST): Command {
  const root = new Command('gardner')
  root
    .description('Statistical physics of learning: capacities, stability limits and entropies of neural networks.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false, ...helpIn(Math.min(WIDEST, Math.max(NARROWEST, width))) })
    .addHelpText(
      'after',
      examples(
        'capacity --activation relu --weights spherical',
        'instability --activation sign --weights spherical --format json',
        'curve --activation linear --weights binary --alpha 0.1:0.8:0.1',
        'local-entropy --activation relu --weights binary --alpha 0.6 --distances 0.01:0.3:0.01',
        'sample --method rrr --activation relu --weights binary --units 32 --inputs 320 --alpha 0.3',
        'reproduce bmz2019',
        'list activations',
      ),
    )

  const command = (name: string, description: string) => {
    const made = root.command(name).description(description)
    made.helpOption('-h, --help', 'print this help')
    return made
  }
  const run =
    <A extends readonly unknown[]>(action: (...args: A) => Promise<number>) =>
    async (...args: A) =>
      finish(await action(...args))

  const capacity = command('capacity', 'the load α_c = P/N up to which solutions exist')
  machine(capacity)
  general(capacity)
  capacity
    .addHelpText(
      'after',
      examples(
        'capacity --activation linear --weights binary',
        'capacity --activation relu --weights spherical --ansatz 1rsb',
        'capacity --activation relu --weights spherical --margin 0.5 --format json',
        'capacity --activation relu,tanh,erf --weights binary,spherical',
        'capacity --activation leaky-relu:0.2 --weights ternary --out capacity.json',
        'capacity --activation "formula:max(0, x) + 0.1*x" --weights binary',
        'capacity --plugin ./softsign.js --activation softsign --weights binary',
      ),
    )
    .action(run((options: Options) => actions.capacity(options)))

  const instability = command('instability', 'the load at which the ansatz becomes unstable (de Almeida–Thouless)')
  machine(instability)
  general(instability)
  instability
    .addHelpText(
      'after',
      examples(
        'instability --activation sign --weights spherical',
        'instability --activation relu --weights binary --margin -0.5',
      ),
    )
    .action(run((options: Options) => actions.instability(options)))

  const solve = command('solve', 'the saddle point at one load: order parameters, entropy, stability')
  machine(solve)
  solve.option('--alpha <number>', 'the load α = P/N')
  general(solve)
  solve
    .addHelpText(
      'after',
      examples(
        'solve --activation relu --weights binary --alpha 0.5',
        'solve --activation relu --weights spherical --alpha 2.2 --ansatz 1rsb',
        'solve --activation linear --weights spherical --alpha 1.5 --format json',
        'solve --activation relu,sign --weights binary --alpha 0.1:0.9:0.2 --format csv',
      ),
    )
    .action(run((options: Options) => actions.solve(options)))

  const curve = command('curve', 'quantities along the load, or along the margin')
  machine(curve)
  curve
    .option('--alpha <loads>', 'loads: a number, a list 0.1,0.2,0.5 or a range from:to:step')
    .option(
      '--quantity <names>',
      'entropy, freeEntropy, energy, replicon, what the ansatz adds, an order parameter such as q, or capacity, instability; several with commas (default: entropy)',
    )
  general(curve)
  plotted(curve)
  curve
    .addHelpText(
      'after',
      examples(
        'curve --activation linear --weights binary --alpha 0.1:0.8:0.1',
        'curve --activation relu --weights spherical --alpha 0.05:2.9:0.05 --quantity entropy,replicon,q --out relu.csv',
        'curve --activation tanh --weights binary --alpha 0.5 --margin -1:0.25:0.25',
        'curve --activation linear --weights spherical --quantity capacity --margin -1:1:0.5',
        'curve --activation relu --weights binary --alpha 0.1:0.9:0.05 --plot relu.svg',
      ),
    )
    .action(run((options: Options) => actions.curve(options)))

  const franzParisi = command('franz-parisi', 'entropy of the solutions at a distance from a typical solution')
  problem(franzParisi)
  franzParisi
    .option('--alpha <number>', 'the load α = P/N')
    .option('--distances <distances>', 'distances d = (1 − overlap)/2: a number, a list or a range from:to:step')
    .option('--minimum', 'also the distance d_min below which there are no solutions (binary weights)')
    .option('--quantity <names>', 'what to compute there: entropy, slope, replicon, q, … (default: entropy)')
  general(franzParisi)
  plotted(franzParisi)
  franzParisi
    .addHelpText(
      'after',
      examples(
        'franz-parisi --activation relu --weights binary --alpha 0.6 --distances 0.01:0.4:0.01',
        'franz-parisi --activation sign --weights binary --alpha 0.8 --minimum',
        'franz-parisi --activation relu --weights spherical --alpha 1.5 --distances 0.05,0.1,0.2 --format json',
      ),
    )
    .action(run((options: Options) => actions.franzParisi(options)))

  const localEntropy = command('local-entropy', 'entropy of y solutions at a distance from each other: dense regions')
  problem(localEntropy)
  localEntropy
    .option('--alpha <number>', 'the load α = P/N')
    .option('--distances <distances>', 'distances d = (1 − overlap)/2: a number, a list or a range from:to:step')
    .option('--replicas <number>', 'how many solutions y, or inf (default: inf)')
    .option('--quantity <names>', 'what to compute: entropy, normalised, slope, q0, … (default: entropy,normalised)')
  general(localEntropy)
  plotted(localEntropy)
  localEntropy
    .addHelpText(
      'after',
      examples(
        'local-entropy --activation relu --weights binary --alpha 0.6 --distances 0.01:0.3:0.01',
        'local-entropy --activation sign --weights spherical --alpha 1.5 --replicas 10 --distances 0.1,0.2 --out sign.csv',
        'local-entropy --activation relu --weights binary --alpha 0.6 --distances 0.01:0.3:0.01 --plot relu.svg',
      ),
    )
    .action(run((options: Options) => actions.localEntropy(options)))

  const stabilities = command('stabilities', 'distribution P(Δ) of the stabilities of the patterns')
  problem(stabilities)
  ansatz(stabilities)
  stabilities
    .option('--alpha <number>', 'the load α = P/N')
    .option('--replicas <number>', 'in the solutions of a dense region: how many replicas y, or inf; needs --distance')
    .option('--distance <number>', 'distance d = (1 − overlap)/2 of the replicas from each other')
    .option('--stabilities <stabilities>', 'where: a number, a list or a range (default: from κ to κ + 4√C(1))')
  general(stabilities)
  plotted(stabilities)
  stabilities
    .addHelpText(
      'after',
      examples(
        'stabilities --activation relu --weights binary --alpha 0.6',
        'stabilities --activation relu --weights binary --alpha 0.6 --replicas inf --distance 0.05',
        'stabilities --activation relu --weights spherical --alpha 2.2 --ansatz 1rsb --stabilities 0:2:0.1 --format csv',
      ),
    )
    .action(run((options: Options) => actions.stabilities(options)))

  finiteMachines({ command, general, plotted, examples, run }, actions)

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
    'capacities and stability limits of eight machines; with --out also their entropy curves',
  )
  table.option('--out <folder>', 'write capacities and entropy curves there, as CSV and JSON')
  general(table, false)
  table
    .addHelpText('after', examples('table', 'table --out out'))
    .action(run((options: Options) => actions.table(options)))

  if (actions.complete !== undefined) {
    const { complete } = actions
    command('complete', 'a script that teaches the shell to complete gardner')
      .argument('<shell>', 'bash, zsh, fish or powershell')
      .addHelpText('after', '\nExamples:\n  $ source <(gardner complete bash)\n')
      .action(() => complete())
  }
  for (const own of root.commands) for (const option of own.options) givenAgain(own, option)
  return root
}

/** Options that are lists in themselves. */
const lists: Readonly<Record<string, readonly string[]>> = {
  curve: ['alpha', 'quantity'],
  'franz-parisi': ['distances', 'quantity'],
  'local-entropy': ['distances', 'quantity'],
  stabilities: ['stabilities'],
  robustness: ['flips'],
  threshold: ['alpha'],
  plot: ['quantity'],
  reproduce: ['only'],
}

/**
 * What an option means that is given again: one more value where there can be several, and else a mistake, as either of them may be
 * what was meant.
 */
function givenAgain(command: Command, option: Option): void {
  if (!(option.required || option.optional) || option.parseArg !== undefined) return
  const name = option.attributeName()
  const numbers = lists[command.name()] ?? []
  const several = [...(severalIn[command.name()] ?? []), ...numbers].some((other) => other === name)
  option.argParser((value: string, previous: string | undefined) => {
    if (previous === undefined) return value
    if (several) return previous + (isName(name) ? AGAIN : ', ') + value
    throw misuse(`--${option.name()} is given twice, as ${previous} and ${value}; expected one value`)
  })
}

/** The options that choose a problem and an ansatz. */
function machine(command: Command): void {
  problem(command)
  ansatz(command)
}

function problem(command: Command): void {
  command
    .option(
      '--activation <name>',
      'transfer function of the hidden units: relu, leaky-relu:0.2, "formula:max(0, x) + 0.1*x", …',
    )
    .option('--weights <name>', 'weight prior: binary, spherical, …')
    .option(
      '--margin <number>',
      command.name() === 'curve'
        ? 'stability κ that every pattern must have: a number, list or range (default: 0)'
        : 'stability κ that every pattern must have (default: 0)',
    )
    .option('--constraint <name>', 'a constraint of a plugin in place of the margin')
    .option('--budget <ms>', 'give up after so many milliseconds (default: never)')
}

function ansatz(command: Command): void {
  command.option('--ansatz <name>', 'form of the overlap matrix: rs, 1rsb, 2rsb, … (default: rs)')
}

/** As wide as a figure of a paper is, which has no title then, or as its plots are. */
const WIDTH = 'of the picture: column (86 mm) or page (178 mm) of a journal, or pixels of the plot without its axes'

/** The options of commands that find what can be drawn. */
function plotted(command: Command): void {
  command.option('--plot <file>', 'also draw it: .svg, .pdf, .png or .html').option('--width <size>', WIDTH)
}

/** The options of every command. */
function general(command: Command, out = true): void {
  command.option('--format <format>', 'table, json or csv (default: by the ending of --out, or table)')
  if (out) command.option('--out <file>', 'write to a file, whole or not at all, instead of stdout')
  command
    .option('--config <file>', 'read options from this file (default: gardner.config.json, .gardnerrc, …)')
    .addOption(
      new Option('--plugin <module>', 'a plugin: a path or a package; give it again for more').argParser(
        (value: string, previous: readonly string[] = []) => [...previous, value],
      ),
    )
    .option('--verbose', 'print the stack of an error')
}
