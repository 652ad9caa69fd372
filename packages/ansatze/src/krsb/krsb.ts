import {
  type Ansatz,
  defineFamily,
  defineQuantity,
  type Family,
  invalid,
  numbers,
  onlyKeys,
  type Quantity,
  wholeNumber,
} from '@gardner/core'
import { krsbCapacity } from './capacity.js'
import { krsbInstability } from './instability.js'
import { krsbBranch } from './origin.js'
import { type Krsb, KrsbState } from './state.js'

export interface KrsbAnsatzOptions {
  /** The number of steps k ≥ 1. */
  readonly steps: number
  /** m_1 < … < m_k, to hold them instead of extremising over them: then the complexity need not vanish. */
  readonly parisi?: readonly number[]
}

/** More steps than this gain nothing that a double could tell. */
const MOST_STEPS = 12

/** (q_k − q_0)/(1 − q_k): the distance from the replica-symmetric solution. */
export const breaking: Quantity<Krsb> = defineQuantity<Krsb>('breaking', (state) =>
  state instanceof KrsbState ? state.breaking : Number.NaN,
)

/** Σ_i = −m_i² ∂S/∂m_i, the logarithm of the number of clusters per weight; 0 where m_i is extremised over. */
export function complexity(level = 1, of = 1): Quantity<Krsb> {
  if (wholeNumber('level', level, 1) > wholeNumber('of', of, 1))
    throw invalid('level', level, `one of the ${of} levels`)
  return defineQuantity<Krsb>(of === 1 ? 'complexity' : `complexity${level}`, (state) =>
    state instanceof KrsbState ? state.complexity(level) : Number.NaN,
  )
}

/**
 * k-step replica symmetry breaking: overlaps q_0 < q_1 < … < q_k between solutions of the same cluster, of the same cluster of
 * clusters, and so on, with Parisi parameters m_1 < … < m_k in (0, 1).
 *
 *     S = −½ q̂_k Q + ½ Σ_i (m_{i+1} − m_i) q_i q̂_i + G_site + α G_pattern,   both of them k-fold cascades
 *
 * Reference: G. Parisi, J. Phys. A 13, L115 (1980); C. Baldassi, E. M. Malatesta and R. Zecchina, Phys. Rev. Lett. 123, 170602
 * (2019).
 *
 * @example capacityNow(problem({ activation: relu, weights: spherical }), kStepRsb({ steps: 1 })) // 2.66428…
 */
export function kStepRsb(options: KrsbAnsatzOptions): Ansatz<Krsb> {
  onlyKeys('kStepRsb', options, ['steps', 'parisi'])
  const { steps, parisi } = options
  wholeNumber('steps', steps)
  if (steps < 1 || steps > MOST_STEPS) throw invalid('steps', steps, `a number of steps from 1 to ${MOST_STEPS}`)
  if (parisi !== undefined) checkParisi(parisi, steps)
  const name = `${steps}rsb${parisi === undefined ? '' : `:${parisi.join(',')}`}`
  const ansatz: Ansatz<Krsb> = Object.freeze({
    name,
    reference: 'Parisi 1980; Baldassi, Malatesta, Zecchina 2019',
    saddlePoint: krsbBranch(name, steps, parisi).saddlePoint,
    ...(parisi === undefined
      ? {
          critical: {
            capacity: { search: (machine) => krsbCapacity(machine, ansatz, steps) },
            instability: { search: (machine) => krsbInstability(machine, ansatz, steps) },
          },
        }
      : {
          parameters: Object.fromEntries(parisi.map((m, i) => [symbolOf(i), m])),
          at: (change) => {
            onlyKeys(
              `${name}.at`,
              change,
              parisi.map((_, i) => symbolOf(i)),
            )
            return kStepRsb({ steps, parisi: parisi.map((m, i) => change[symbolOf(i)] ?? m) })
          },
        }),
    quantities: [breaking, ...Array.from({ length: steps }, (_, i) => complexity(i + 1, steps))],
  } satisfies Ansatz<Krsb>)
  return ansatz
}

/** One step: clusters of solutions. */
export const oneStepRsb: Ansatz<Krsb> = kStepRsb({ steps: 1 })

const symbolOf = (i: number): string => `m${i + 1}`

function checkParisi(parisi: readonly number[], steps: number): void {
  const expected = steps === 1 ? 'a number in (0, 1]' : `${steps} increasing numbers in (0, 1]`
  const wrong = () => invalid(`m of ${steps}rsb`, parisi.length === 1 ? parisi[0] : parisi, expected)
  if (!Array.isArray(parisi)) throw invalid(`m of ${steps}rsb`, parisi, expected)
  if (parisi.length !== steps) throw wrong()
  for (const [i, m] of parisi.entries()) {
    if (typeof m !== 'number' || !(m > 0 && m <= 1) || (i > 0 && m <= parisi[i - 1])) throw wrong()
  }
}

/** `2rsb`, or `2rsb:0.3,0.6` with m_1 and m_2 held. */
export const krsbFamily = (steps: number): Family<Ansatz<Krsb>> =>
  defineFamily<Ansatz<Krsb>>({
    name: `${steps}rsb`,
    reference: 'Parisi 1980; Baldassi, Malatesta, Zecchina 2019',
    usage: steps === 1 ? 'm' : `m1,…,m${steps}`,
    make: (parameters) =>
      parameters.length === 0
        ? kStepRsb({ steps })
        : kStepRsb({ steps, parisi: numbers(`${steps}rsb`, parameters, steps, steps) }),
  })
