import { costKinds, tiesKinds } from '@gardner/core'
import { ACTIVATION, ANSATZ, CONSTRAINT, type Role, SAMPLER, WEIGHTS } from '@gardner/core/registry'
import { formats } from '@gardner/results'
import { choose } from './choice.js'

/** An option, declared once: its flag, its help, what a config file may say, what a shell completes, what it belongs to. */
export interface Declaration {
  /** `--alpha <number>`, or `--minimum` where it takes no value. */
  readonly flags: string
  /** What it does; a command for which it does something else says so where it takes the option. */
  readonly help: string
  /** What may stand in a config file under its name: a text, a number, or several of them; without it the file may not have it. */
  readonly config?: 'text' | 'texts' | 'number' | 'numbers' | 'list'
  /** The name in a config file, where it is another one. */
  readonly key?: string
  /** The values it can have, or the role of what it names: for shells, and for `chosen`. */
  readonly choices?: readonly string[] | Role<unknown>
  /** Whether its numbers are whole, so that a comma between two of them is no decimal point. */
  readonly whole?: true
  /** It says what a machine is made of, which the file of an instance says too, or how its weights are found. */
  readonly part?: 'machine' | 'chain'
}

/** All options of all commands, by their names as properties; those of a config file first, in the order in which messages list them. */
export const declared = {
  activation: {
    flags: '--activation <name>',
    help: 'transfer function of the hidden units: relu, leaky-relu:0.2, "formula:max(0, x) + 0.1*x", …',
    config: 'texts',
    choices: ACTIVATION,
    part: 'machine',
  },
  weights: {
    flags: '--weights <name>',
    help: 'weight prior: binary, spherical, …',
    config: 'texts',
    choices: WEIGHTS,
    part: 'machine',
  },
  constraint: {
    flags: '--constraint <name>',
    help: 'a constraint of a plugin in place of the margin',
    config: 'text',
    choices: CONSTRAINT,
  },
  ansatz: {
    flags: '--ansatz <name>',
    help: 'form of the overlap matrix: rs, 1rsb, 2rsb, … (default: rs)',
    config: 'texts',
    choices: ANSATZ,
  },
  margin: {
    flags: '--margin <number>',
    help: 'stability κ that every pattern must have (default: 0)',
    config: 'numbers',
    part: 'machine',
  },
  alpha: { flags: '--alpha <number>', help: 'the load α = P/N', config: 'numbers', part: 'machine' },
  distances: {
    flags: '--distances <distances>',
    help: 'distances d = (1 − overlap)/2: a number, a list, a range from:to:step, or from:to',
    config: 'numbers',
  },
  distance: {
    flags: '--distance <number>',
    help: 'distance d = (1 − overlap)/2 of the replicas from each other',
    config: 'numbers',
  },
  replicas: {
    flags: '--replicas <number>',
    help: 'how many replicas',
    config: 'numbers',
    choices: ['inf'],
    whole: true,
    part: 'chain',
  },
  stabilities: {
    flags: '--stabilities <stabilities>',
    help: 'where: a number, a list or a range (default: where the mass of P(Δ) is)',
    config: 'numbers',
  },
  quantity: { flags: '--quantity <names>', help: 'what to compute', config: 'texts' },
  format: {
    flags: '--format <format>',
    help: 'table, json or csv (default: by the ending of --out, or table)',
    config: 'text',
    choices: formats,
  },
  budget: {
    flags: '--budget <ms>',
    help: 'give up after so many milliseconds (default: never)',
    config: 'number',
    part: 'chain',
  },
  inputs: {
    flags: '--inputs <number>',
    help: 'inputs N of the machine, a multiple of K if it is a tree',
    config: 'numbers',
    whole: true,
    part: 'machine',
  },
  units: { flags: '--units <number>', help: 'hidden units K', config: 'numbers', whole: true, part: 'machine' },
  wiring: {
    flags: '--wiring <name>',
    help: 'tree: each unit has inputs of its own; full: each has all of them (default: tree)',
    config: 'text',
    choices: ['tree', 'full'],
    part: 'machine',
  },
  patterns: {
    flags: '--patterns <kind>',
    help: 'binary, gaussian, or a file, P rows of N numbers: .csv or .npy (default: binary)',
    config: 'text',
    choices: ['binary', 'gaussian'],
    part: 'machine',
  },
  labels: {
    flags: '--labels <kind>',
    help: 'random, teacher, or for patterns in a .npy file another one (default: random)',
    config: 'text',
    choices: ['random', 'teacher'],
    part: 'machine',
  },
  ties: {
    flags: '--ties <kind>',
    help: 'a stability of exactly κ is one of the errors (Δ > κ is stored) or stored (default: errors)',
    config: 'text',
    choices: tiesKinds,
    part: 'machine',
  },
  seed: { flags: '--seed <number>', help: 'of the instance and of the chains (default: 1)', config: 'number' },
  method: {
    flags: '--method <name>',
    help: 'metropolis, anneal, rrr, replicated:traced, …, see gardner list samplers',
    config: 'texts',
    choices: SAMPLER,
    part: 'chain',
  },
  cost: {
    flags: '--cost <cost>',
    help: 'errors, deficit, or cross-entropy:T (default: that of the method)',
    config: 'text',
    choices: costKinds,
    part: 'chain',
  },
  schedule: {
    flags: '--schedule <file>',
    help: 'stages of β, γ, replicas as YAML or JSON (default: that of the method)',
    config: 'text',
    part: 'chain',
  },
  sweeps: {
    flags: '--sweeps <number>',
    help: 'or a schedule of one stage: so many sweeps',
    config: 'number',
    part: 'chain',
  },
  warmup: {
    flags: '--warmup <number>',
    help: 'sweeps before them that are not measured (default: a quarter; none if β or γ rises)',
    config: 'number',
    part: 'chain',
  },
  beta: { flags: '--beta <β>', help: 'inverse temperature, held, or from:to', config: 'number', part: 'chain' },
  gamma: {
    flags: '--gamma <γ>',
    help: 'coupling of the replicas, held, or from:to',
    config: 'number',
    part: 'chain',
  },
  overlap: {
    flags: '--overlap <q>',
    help: 'mean overlap of the replicas, brought about by the coupling during the warm-up',
    config: 'number',
    part: 'chain',
  },
  until: {
    flags: '--until <end>',
    help: 'solved: end when a replica has no errors; end: go on (default: end)',
    config: 'text',
    choices: ['solved', 'end'],
    part: 'chain',
  },
  chains: {
    flags: '--chains <number>',
    help: 'independent chains, of seed, seed + 1, … (default: 1)',
    config: 'number',
  },
  seeds: {
    flags: '--seeds <number>',
    help: 'instances at each load, of seed, seed + 1, … (default: 20)',
    config: 'number',
  },
  flips: {
    flags: '--flips <shares>',
    help: 'probability that an input is flipped: a number, list or range (default: 0:0.5:0.05)',
    config: 'numbers',
  },
  plugin: {
    flags: '--plugin <module>',
    help: 'a plugin: a path or a package; give it again for more',
    config: 'list',
    key: 'plugins',
  },
  out: { flags: '--out <file>', help: 'write to a file, whole or not at all, instead of stdout' },
  plot: { flags: '--plot <file>', help: 'also draw it: .svg, .pdf, .png or .html' },
  // as wide as a figure of a paper is, which has no title then, or as its plots are
  width: {
    flags: '--width <size>',
    help: 'of the picture: column (86 mm) or page (178 mm) of a journal, or pixels of the plot without its axes',
  },
  height: { flags: '--height <pixels>', help: 'of the plot without its axes' },
  scale: { flags: '--scale <factor>', help: 'of a .png: its pixels to one of the figure (default: 2)' },
  title: { flags: '--title <text>', help: 'in place of the usual one' },
  theme: { flags: '--theme <name>', help: 'light or dark (default: light)', choices: ['light', 'dark'] },
  data: { flags: '--data', help: 'also write the numbers that are drawn, beside it as CSV' },
  minimum: {
    flags: '--minimum',
    help: 'also the distance d_min below which there are no solutions (binary weights)',
  },
  along: {
    flags: '--along <name>',
    help: 'another parameter to go along: the slope of leaky-relu, m1 of 1rsb:0.5, …',
  },
  at: { flags: '--at <values>', help: 'its values: a list, a range from:to:step, or from:to' },
  instance: {
    flags: '--instance <file>',
    help: 'a file of gardner instance, in place of the options that make one',
  },
  from: {
    flags: '--from <file>',
    help: 'weights of --instance in a .npy file, a row for each replica, in place of a method',
  },
  save: {
    flags: '--save <file>',
    help: 'write the weights there, a row for each replica, as .npy; --out with .npy does the same',
  },
  workers: {
    flags: '--workers <number>',
    help: 'threads that compute; 0 computes in this one (default: one for each processor)',
  },
  checkpoint: {
    flags: '--checkpoint <file>',
    help: 'keep there what there is, now and then and at the end',
    part: 'chain',
  },
  checkpointEvery: { flags: '--checkpoint-every <seconds>', help: 'how often (default: 5)', part: 'chain' },
  resume: { flags: '--resume', help: 'go on from the checkpoint', part: 'chain' },
  only: {
    flags: '--only <parts>',
    help: 'capacities, figure-1, …, theory (all that is computed) or simulation; several with commas',
  },
  quick: { flags: '--quick', help: 'few and small machines for what is sampled: seconds (the default)' },
  full: { flags: '--full', help: 'the sizes of the paper for what is sampled: minutes' },
  fresh: { flags: '--fresh', help: 'compute all anew, also what an interrupted run has found' },
  port: { flags: '--port <number>', help: 'the port on the loopback address (default: a free one)' },
  config: {
    flags: '--config <file>',
    help: 'read options from this file (default: gardner.config.json, .gardnerrc, …)',
  },
  verbose: { flags: '--verbose', help: 'print the stack of an error' },
} as const satisfies Record<string, Declaration>

export type OptionName = keyof typeof declared

type Declared = typeof declared

/** Options that a config file may have, but for plugins. */
export type ConfigName = {
  [K in OptionName]: Declared[K] extends { config: 'text' | 'texts' | 'number' | 'numbers' } ? K : never
}[OptionName]

type Typed<D extends Declaration> = D extends { config: 'list' }
  ? readonly string[]
  : D['flags'] extends `${string}<${string}`
    ? string
    : boolean

/** The options of the command line as they were typed. */
export type Options = { readonly [K in OptionName]?: Typed<Declared[K]> }

/** The declaration of an option of any name. */
export const declarationOf = (name: string): Declaration | undefined =>
  Object.hasOwn(declared, name) ? declared[name as OptionName] : undefined

/** `--checkpoint-every` */
export const flagOf = (name: OptionName): string => declared[name].flags.split(' ')[0]

/** The options that belong to a part of the work. */
export const optionsOf = (part: 'machine' | 'chain'): readonly OptionName[] =>
  (Object.keys(declared) as OptionName[]).filter((name) => (declared[name] as Declaration).part === part)

/** Whether the values of an option are names of the catalogue, and of which role. */
export function roleOf(name: string): Role<unknown> | undefined {
  const choices = declarationOf(name)?.choices
  return choices === undefined || Array.isArray(choices) ? undefined : (choices as Role<unknown>)
}

/** Options with a few values. */
type Choosable = {
  [K in OptionName]: Declared[K] extends { choices: readonly string[] } ? K : never
}[OptionName]

/** One of the values that an option can have; the error about another one is that of an unknown name. */
export function chosen<K extends Choosable>(name: K, text: string): Declared[K]['choices'][number] {
  const { choices } = declared[name]
  return choose(name, Object.fromEntries(choices.map((choice) => [choice, choice])), text)
}
