import { type Command, Option } from 'commander'

/** The options that choose a problem and an ansatz. */
export function machine(command: Command): void {
  problem(command)
  ansatz(command)
}

export function problem(command: Command): void {
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

export function ansatz(command: Command): void {
  command.option('--ansatz <name>', 'form of the overlap matrix: rs, 1rsb, 2rsb, … (default: rs)')
}

/** The one load at which a command computes. */
export function load(command: Command): void {
  command.option('--alpha <number>', 'the load α = P/N')
}

/** A load, and distances from solutions there. */
export function distances(command: Command): void {
  load(command)
  command.option(
    '--distances <distances>',
    'distances d = (1 − overlap)/2: a number, a list, a range from:to:step, or from:to',
  )
}

/** As wide as a figure of a paper is, which has no title then, or as its plots are. */
export const WIDTH =
  'of the picture: column (86 mm) or page (178 mm) of a journal, or pixels of the plot without its axes'

/** The options of commands that find what can be drawn. */
export function plotted(command: Command): void {
  command.option('--plot <file>', 'also draw it: .svg, .pdf, .png or .html').option('--width <size>', WIDTH)
}

/** The options of every command. */
export function general(command: Command, out = true): void {
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
