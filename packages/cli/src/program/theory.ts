import type { Options } from '../option/settings.js'
import { examples } from './help.js'
import type { Kit } from './kit.js'
import { ansatz, distances, general, load, machine, plotted, problem } from './options.js'

/** The commands of large machines, which theory answers. */
export function largeMachines({ command, run, actions }: Kit): void {
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
  load(solve)
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

  const critical = command('critical [name]', 'any critical value of an ansatz; without a name, which there are')
  machine(critical)
  critical.option('--alpha <number>', 'the load α = P/N, for values at a load')
  general(critical)
  critical
    .addHelpText(
      'after',
      examples(
        'critical --ansatz large-deviation:inf,0.05',
        'critical breakUp --activation relu --weights binary --ansatz large-deviation:inf,0.05',
        'critical minimumDistance --activation sign --weights binary --alpha 0.7 --ansatz franz-parisi:0.1',
      ),
    )
    .action(run((name: string | undefined, options: Options) => actions.critical(name, options)))

  const curve = command('curve', 'quantities along the load, the margin or another parameter')
  machine(curve)
  curve
    .option(
      '--alpha <loads>',
      'loads: a number, a list 0.1,0.2,0.5, a range from:to:step, or from:to, where the curve takes as many as it bends',
    )
    .option(
      '--quantity <names>',
      'entropy, freeEntropy, energy, replicon, what the ansatz adds, an order parameter such as q, or capacity, instability; several with commas (default: entropy)',
    )
    .option('--along <name>', 'another parameter to go along: the slope of leaky-relu, m1 of 1rsb:0.5, …')
    .option('--at <values>', 'its values: a list, a range from:to:step, or from:to')
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
        'curve --activation leaky-relu:0.1 --weights binary --quantity capacity --along slope --at 0:1:0.25',
        'curve --activation relu --weights binary --alpha 0.1:0.9:0.05 --plot relu.svg',
      ),
    )
    .action(run((options: Options) => actions.curve(options)))

  const franzParisi = command('franz-parisi', 'entropy of the solutions at a distance from a typical solution')
  problem(franzParisi)
  distances(franzParisi)
  franzParisi
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
  distances(localEntropy)
  localEntropy
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
  load(stabilities)
  stabilities
    .option('--replicas <number>', 'in the solutions of a dense region: how many replicas y, or inf; needs --distance')
    .option('--distance <number>', 'distance d = (1 − overlap)/2 of the replicas from each other')
    .option('--stabilities <stabilities>', 'where: a number, a list or a range (default: where the mass of P(Δ) is)')
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
}
