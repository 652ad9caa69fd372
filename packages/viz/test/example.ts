import {
  activationShape,
  capacities,
  entropyCurve,
  type Figure,
  franzParisi,
  kernelCurve,
  localEntropy,
  minimumDistance,
  orderParameters,
  type Point,
  phaseDiagram,
  robustness,
  stabilityDistribution,
  success,
  trace,
} from '@gardner/viz'

/** Points of a function at `count` places from one number to another. */
export const along = (from: number, to: number, count: number, f: (x: number) => number, error?: number): Point[] =>
  Array.from({ length: count }, (_, i) => {
    const x = from + ((to - from) * i) / (count - 1)
    return { x, y: f(x), ...(error === undefined ? {} : { error }) }
  })

const bell = (x: number, middle: number) => Math.exp(-((x - middle) ** 2)) / Math.sqrt(Math.PI)
const { log, sqrt, tanh, max, min, abs, PI } = Math

/** Every kind of figure, of rows that are made up but look as results do. */
export const examples: { readonly [name: string]: () => Figure } = {
  entropy: () =>
    entropyCurve(
      [
        { group: 'ReLU', kind: 'RS', points: along(0, 1, 11, (a) => log(2) - 0.76 * a) },
        { group: 'sign', kind: 'RS', points: along(0, 1, 11, (a) => log(2) - 0.72 * a) },
        { group: 'ReLU', kind: '1RSB', points: along(0.5, 1, 6, (a) => log(2) - 0.8 * a) },
      ],
      {
        rules: [
          { x: 0.904, label: 'α_c', group: 'ReLU' },
          { x: 0.947, label: 'α_c', group: 'sign' },
        ],
      },
    ),
  capacities: () =>
    capacities(
      ['sign', 'relu', 'tanh'].flatMap((activation, i) => [
        { activation, weights: 'binary', ansatz: 'RS', value: 0.95 - 0.03 * i, error: 1e-14 },
        { activation, weights: 'binary', ansatz: '1RSB', value: 0.95 - 0.03 * i },
        { activation, weights: 'binary', ansatz: 'α_AT', value: 2 - 0.4 * i },
        {
          activation,
          weights: 'spherical',
          ansatz: 'RS',
          value: i === 0 ? Number.POSITIVE_INFINITY : 2.9 + i,
        },
        { activation, weights: 'spherical', ansatz: '1RSB', value: i === 0 ? Number.NaN : 2.6 + i },
        { activation, weights: 'spherical', ansatz: 'α_AT', value: 1.7 + i / 2 },
      ]),
    ),
  'phase-diagram': () =>
    phaseDiagram([
      { group: 'ReLU, spherical', threshold: 'capacity', points: along(0, 2, 21, (k) => 2.9 / (1 + k) ** 2) },
      { group: 'ReLU, spherical', threshold: 'instability', points: along(0, 2, 21, (k) => 1.7 / (1 + k) ** 1.8) },
    ]),
  'franz-parisi': () =>
    franzParisi(
      ['sign', 'ReLU'].flatMap((panel, i) =>
        [0.2, 0.4, 0.6, 0.8].map((alpha) => ({
          panel,
          group: `α = ${alpha}`,
          least: 0,
          points: along(0, 0.45, 19, (d) => sqrt(d) - alpha * (0.7 - i * 0.2) * (d + 0.1)),
        })),
      ),
      { panels: 'activation', groups: 'alpha', minimum: { 'α = 0.6': 0.011, 'α = 0.8': 0.014 } },
    ),
  'local-entropy': () =>
    localEntropy(
      ['sign', 'ReLU'].flatMap((group, i) => [
        { group, points: along(0.005, 0.25, 20, (d) => -(1 - 0.2 * i) * d * d * 4) },
        {
          group,
          mark: 'points' as const,
          points: along(0.03, 0.23, 6, (d) => -(1 - 0.2 * i) * d * d * 4 + 0.004, 0.008),
        },
      ]),
    ),
  stabilities: () =>
    stabilityDistribution(
      ['sign', 'ReLU'].flatMap((group, i) => [
        { group, points: along(0, 3, 31, (x) => 2 * bell(x, 0.5 * i)) },
        {
          group,
          mark: 'steps' as const,
          width: 0.2,
          points: along(0.1, 2.9, 15, (x) => 2 * bell(x, 0.5 * i) + 0.05 * (x % 0.4), 0.02),
        },
      ]),
      { margin: 0 },
    ),
  robustness: () =>
    robustness(
      ['sign', 'ReLU'].flatMap((group, i) =>
        ['replicas', 'barycentre'].map((kind, j) => ({
          group,
          kind,
          mark: 'points' as const,
          points: along(0, 0.5, 11, (f) => 0.5 * tanh((5 - i - 0.5 * j) * f) ** (1 + j), 0.01),
        })),
      ),
    ),
  'order-parameters': () =>
    orderParameters(
      [
        { group: 'ReLU, spherical', kind: 'q_0', points: along(0, 2.6, 27, (a) => 0.8 * tanh(a / 2)) },
        {
          group: 'ReLU, spherical',
          kind: 'q_1',
          points: along(0, 2.6, 27, (a) => (a < 1.7 ? Number.NaN : 0.8 * tanh(a / 2) + 0.1 * (a - 1.7))),
        },
        { group: 'ReLU, spherical', kind: 'm_1', points: along(0, 2.6, 27, (a) => (a < 1.7 ? Number.NaN : 0.6 / a)) },
      ],
      {
        rules: [
          { x: 1.721, label: 'α_AT' },
          { x: 2.664, label: 'α_c' },
        ],
      },
    ),
  trace: () =>
    trace(
      [1, 2, 3].map((seed) => {
        const sweep = Array.from({ length: 40 }, (_, i) => 25 * i)
        const errors = sweep.map((t) => Math.round(60 / (1 + t / 100) + 3 * abs(Math.sin(seed * t))))
        return {
          group: `seed ${seed}`,
          trace: {
            sweep,
            errors,
            energy: errors.map((e) => 1.1 * e),
            overlap: sweep.map((t) => tanh((t * seed) / 900)),
          },
        }
      }),
    ),
  success: () =>
    success(
      [
        [99, 8],
        [201, 16],
        [399, 32],
      ].map(([size, steep]) => ({
        group: 'anneal',
        kind: `N = ${size}`,
        points: along(0.3, 0.8, 11, (a) => 1 / (1 + Math.exp(steep * 2 * (a - 0.55)))).map(({ x, y }) => ({
          x,
          y,
          low: max(0, y - 0.1 * sqrt(y * (1 - y)) - 0.01 * y),
          high: min(1, y + 0.1 * sqrt(y * (1 - y)) + 0.01 * (1 - y)),
        })),
      })),
    ),
  kernel: () =>
    kernelCurve([
      { group: 'sign', points: along(-1, 1, 41, (q) => (2 / PI) * Math.asin(q)) },
      { group: 'linear', points: along(-1, 1, 41, (q) => q) },
      { group: 'quadratic', points: along(-1, 1, 41, (q) => 2 * q * q) },
    ]),
  activation: () =>
    activationShape([
      { group: 'sign', points: along(-3, 3, 61, (u) => (abs(u) < 1e-9 ? Number.NaN : Math.sign(u))) },
      { group: 'ReLU', points: along(-3, 3, 61, (u) => max(0, u)) },
      { group: 'tanh', points: along(-3, 3, 61, tanh) },
    ]),
  'minimum-distance': () =>
    minimumDistance([
      { group: 'sign', points: along(0.1, 0.9, 9, (a) => 0.05 * a ** 1.5) },
      { group: 'ReLU', points: along(0.1, 0.9, 9, (a) => 0.04 * a ** 1.6) },
    ]),
}
