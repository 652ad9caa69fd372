import type { Options } from '../option/settings.js'
import { distanceQuantityNames, quantityNames } from '../theory/curve-plan.js'
import { examples } from './help.js'
import type { Kit } from './kit.js'
import { distances, general, machine, plotted, problem } from './options.js'
import { take } from './take.js'

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
  take(solve, 'alpha')
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
  take(critical, { name: 'alpha', help: 'the load α = P/N, for values at a load' })
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
  problem(curve, 'stability κ that every pattern must have: a number, list or range (default: 0)')
  take(curve, 'ansatz')
  take(
    curve,
    {
      name: 'alpha',
      list: true,
      flags: '--alpha <loads>',
      help: 'loads: a number, a list 0.1,0.2,0.5, a range from:to:step, or from:to, where the curve takes as many as it bends',
    },
    {
      name: 'quantity',
      list: true,
      choices: quantityNames,
      help: 'entropy, freeEntropy, energy, replicon, what the ansatz adds, an order parameter such as q, or capacity, instability; several with commas (default: entropy)',
    },
    'along',
    'at',
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
        'curve --activation leaky-relu:0.1 --weights binary --quantity capacity --along slope --at 0:1:0.25',
        'curve --activation relu --weights binary --alpha 0.1:0.9:0.05 --plot relu.svg',
      ),
    )
    .action(run((options: Options) => actions.curve(options)))

  const franzParisi = command('franz-parisi', 'entropy of the solutions at a distance from a typical solution')
  problem(franzParisi)
  distances(franzParisi)
  take(franzParisi, 'minimum', {
    name: 'quantity',
    list: true,
    choices: distanceQuantityNames,
    help: 'what to compute there: entropy, slope, replicon, q, … (default: entropy)',
  })
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
  take(
    localEntropy,
    { name: 'replicas', help: 'how many solutions y, or inf (default: inf)' },
    {
      name: 'quantity',
      list: true,
      choices: distanceQuantityNames,
      help: 'what to compute: entropy, normalised, slope, q0, … (default: entropy,normalised)',
    },
  )
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
  take(stabilities, 'ansatz', 'alpha')
  take(
    stabilities,
    { name: 'replicas', help: 'in the solutions of a dense region: how many replicas y, or inf; needs --distance' },
    'distance',
    { name: 'stabilities', list: true },
  )
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
