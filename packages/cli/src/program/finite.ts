import type { Command } from 'commander'
import type { Options } from '../option/settings.js'
import { examples } from './help.js'
import type { Kit } from './kit.js'
import { general, plotted } from './options.js'

/** The commands of machines of finite size. */
export function finiteMachines({ command, run, actions }: Kit): void {
  const instance = command('instance', 'a machine of finite size with its patterns: make a file of it, or check one')
  instance.argument('[file]', 'the file to check; without it one is made of the options')
  machine(instance)
  general(instance)
  instance
    .addHelpText(
      'after',
      examples(
        'instance --activation relu --weights binary --units 32 --inputs 992 --alpha 0.3 --out relu.json',
        'instance --activation sign --weights binary --units 3 --inputs 99 --alpha 0.5 --labels teacher --out teacher.json',
        'instance --activation relu --weights binary --units 32 --patterns images.npy --labels classes.npy --out images.json',
        'instance relu.json',
      ),
    )
    .action(run((file: string | undefined, options: Options) => actions.instance(file, options)))

  const sample = command('sample', 'weights of one instance by Monte Carlo: annealed, replicated, at rest')
  chain(sample)
  sample
    .option('--chains <number>', 'independent chains, of seed, seed + 1, … (default: 1)')
    .option('--save <file>', 'write the weights there, a row for each replica, as .npy; --out with .npy does the same')
  kept(sample)
  general(sample)
  plotted(sample)
  sample
    .addHelpText(
      'after',
      examples(
        'sample --method anneal --activation relu --weights binary --units 32 --inputs 320 --alpha 0.2 --save w.npy',
        'sample --method metropolis --instance relu.json --sweeps 2000 --beta 1 --chains 4 --format json',
        'sample --method rrr --instance relu.json --sweeps 3000 --beta 0.5:6 --gamma 0.2:2 --replicas 7 --until solved',
        'sample --method rrr --instance relu.json --schedule slow.yaml --checkpoint run.ckpt --resume --format csv',
      ),
    )
    .action(run((options: Options) => actions.sample(options)))

  const robustness = command(
    'robustness',
    'how often noisy training patterns are misclassified, by replicas and barycentre',
  )
  chain(robustness, '; not with --from')
  robustness
    .option('--from <file>', 'weights of --instance in a .npy file, a row for each replica, in place of a method')
    .option('--flips <shares>', 'probability that an input is flipped: a number, list or range (default: 0:0.5:0.05)')
  kept(robustness)
  general(robustness)
  plotted(robustness)
  robustness
    .addHelpText(
      'after',
      examples(
        'robustness --instance relu.json --from w.npy --flips 0:0.5:0.05',
        'robustness --method rrr --activation relu --weights binary --units 32 --inputs 320 --alpha 0.3 --format csv',
      ),
    )
    .action(run((options: Options) => actions.robustness(options)))

  const success = command('success', 'the load up to which a method finds solutions: success against α')
  method(success)
  machine(success, {
    alpha: ['<loads>', 'loads: a number, a list 0.3,0.4,0.5 or a range from:to:step'],
    patterns: 'binary or gaussian (default: binary)',
    labels: 'random or teacher (default: random)',
  })
  schedule(success, false)
  success
    .option('--seeds <number>', 'instances at each load, of seed, seed + 1, … (default: 20)')
    .option('--budget <ms>', 'stop after so many milliseconds (default: never)')
  kept(success)
  general(success)
  plotted(success)
  success
    .addHelpText(
      'after',
      examples(
        'success --method anneal --activation relu --weights binary --units 32 --inputs 320 --alpha 0.2:0.7:0.05 --seeds 50',
        'success --method rrr --activation sign --weights binary --units 3 --inputs 99 --alpha 0.3:0.7:0.1 --out sign.csv',
      ),
    )
    .action(run((options: Options) => actions.success(options)))
}

/** A method on an instance. */
function chain(command: Command, except = ''): void {
  method(command, except)
  command.option('--instance <file>', 'a file of gardner instance, in place of the options that make one')
  machine(command)
  schedule(command)
  command.option('--budget <ms>', 'stop after so many milliseconds (default: never)')
}

function method(command: Command, except = ''): void {
  command.option('--method <name>', `metropolis, anneal, rrr, replicated:traced, …, see gardner list samplers${except}`)
}

/** What an instance is made of. */
function machine(
  command: Command,
  {
    alpha = ['<number>', 'the load α: patterns for each weight'],
    patterns = 'binary, gaussian, or a file, P rows of N numbers: .csv or .npy (default: binary)',
    labels = 'random, teacher, or for patterns in a .npy file another one (default: random)',
  }: { readonly alpha?: readonly [string, string]; readonly patterns?: string; readonly labels?: string } = {},
): void {
  command
    .option(
      '--activation <name>',
      'transfer function of the hidden units: relu, leaky-relu:0.2, "formula:max(0, x)", …',
    )
    .option('--weights <name>', 'binary or spherical')
    .option('--margin <number>', 'stability κ that every pattern must have (default: 0)')
    .option(
      '--ties <kind>',
      'a stability of exactly κ is one of the errors (Δ > κ is stored) or stored (default: errors)',
    )
    .option('--units <number>', 'hidden units K')
    .option('--inputs <number>', 'inputs N of the machine, a multiple of K if it is a tree')
    .option(`--alpha ${alpha[0]}`, alpha[1])
    .option('--wiring <name>', 'tree: each unit has inputs of its own; full: each has all of them (default: tree)')
    .option('--patterns <kind>', patterns)
    .option('--labels <kind>', labels)
    .option('--seed <number>', 'of the instance and of the chains (default: 1)')
}

function schedule(command: Command, until = true): void {
  command
    .option('--schedule <file>', 'stages of β, γ, replicas as YAML or JSON (default: that of the method)')
    .option('--sweeps <number>', 'or a schedule of one stage: so many sweeps')
    .option('--warmup <number>', 'sweeps before them that are not measured (default: a quarter; none if β or γ rises)')
    .option('--beta <β>', 'inverse temperature, held, or from:to')
    .option('--gamma <γ>', 'coupling of the replicas, held, or from:to')
    .option('--replicas <number>', 'how many replicas')
    .option('--overlap <q>', 'mean overlap of the replicas, brought about by the coupling during the warm-up')
    .option('--cost <cost>', 'errors, deficit, or cross-entropy:T (default: that of the method)')
  if (until) command.option('--until <end>', 'solved: end when a replica has no errors; end: go on (default: end)')
}

/** What long work needs. */
function kept(command: Command): void {
  command
    .option('--workers <number>', 'threads that compute; 0 computes in this one (default: one for each processor)')
    .option('--checkpoint <file>', 'keep there what there is, now and then and at the end')
    .option('--checkpoint-every <seconds>', 'how often (default: 5)')
    .option('--resume', 'go on from the checkpoint')
}
