import type { Command } from 'commander'
import type { Options } from '../option/settings.js'
import { examples } from './help.js'
import type { Kit } from './kit.js'
import { general, plotted } from './options.js'
import { type Taken, take } from './take.js'

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
  take(sample, 'chains', 'save')
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
  take(robustness, 'from', { name: 'flips', list: true })
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
    alpha: {
      flags: '--alpha <loads>',
      help: 'loads: a number, a list 0.3,0.4,0.5 or a range from:to:step',
      list: true,
    },
    patterns: 'binary or gaussian (default: binary)',
    labels: 'random or teacher (default: random)',
  })
  schedule(success, false)
  take(success, 'seeds', { name: 'budget', help: 'stop after so many milliseconds (default: never)' })
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
  take(command, 'instance')
  machine(command)
  schedule(command)
  take(command, { name: 'budget', help: 'stop after so many milliseconds (default: never)' })
}

function method(command: Command, except = ''): void {
  take(command, {
    name: 'method',
    help: `metropolis, anneal, rrr, replicated:traced, …, see gardner list samplers${except}`,
  })
}

/** What an instance is made of. */
function machine(
  command: Command,
  {
    alpha = { help: 'the load α: patterns for each weight' },
    patterns = 'binary, gaussian, or a file, P rows of N numbers: .csv or .npy (default: binary)',
    labels = 'random, teacher, or for patterns in a .npy file another one (default: random)',
  }: {
    readonly alpha?: Omit<Exclude<Taken, string>, 'name'>
    readonly patterns?: string
    readonly labels?: string
  } = {},
): void {
  take(
    command,
    { name: 'activation', help: 'transfer function of the hidden units: relu, leaky-relu:0.2, "formula:max(0, x)", …' },
    { name: 'weights', help: 'binary or spherical' },
    'margin',
    'ties',
    'units',
    'inputs',
    { name: 'alpha', ...alpha },
    'wiring',
    { name: 'patterns', help: patterns },
    { name: 'labels', help: labels },
    'seed',
  )
}

function schedule(command: Command, until = true): void {
  take(command, 'schedule', 'sweeps', 'warmup', 'beta', 'gamma', { name: 'replicas', choices: [] }, 'overlap', 'cost')
  if (until) take(command, 'until')
}

/** What long work needs. */
function kept(command: Command): void {
  take(command, 'workers', 'checkpoint', 'checkpointEvery', 'resume')
}
