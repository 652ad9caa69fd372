import type { Ansatz } from '@gardner/core'
import { rsCapacity } from './capacity.js'
import { rsInstability } from './instability.js'
import { type Rs, rsSaddlePoint } from './saddle-point.js'

/**
 * The replica-symmetric ansatz: every two solutions have the same overlap q.
 *
 *     S = G_S(q, q̂) + α ∫Dz log H((κ − √C(q) z)/√(C(1) − C(q)))
 *
 * Reference: E. Gardner, J. Phys. A 21, 257 (1988); W. Krauth and M. Mézard, J. Phys. France 50, 3057 (1989);
 * for committee machines C. Baldassi, E. M. Malatesta and R. Zecchina, Phys. Rev. Lett. 123, 170602 (2019).
 */
export const rs: Ansatz<Rs> = Object.freeze({
  name: 'rs',
  reference: 'Gardner 1988; Krauth, Mézard 1989; Baldassi, Malatesta, Zecchina 2019',
  saddlePoint: rsSaddlePoint,
  critical: {
    capacity: { search: (machine) => rsCapacity(machine, rs) },
    instability: { search: (machine) => rsInstability(machine, rs) },
  },
} satisfies Ansatz<Rs>)
