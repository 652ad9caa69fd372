import type { Published } from '../agreement.js'

const bmz = 'Baldassi, Malatesta, Zecchina, Phys. Rev. Lett. 123, 170602 (2019)'
const gardner = 'Gardner, J. Phys. A 21, 257 (1988)'
const krauth = 'Krauth, Mézard, J. Phys. France 50, 3057 (1989)'

const sign = { activation: 'sign' }
const relu = { activation: 'relu' }
const linear = { activation: 'linear' }
const binary = { quantity: 'capacity', weights: 'binary', ansatz: 'rs' } as const
const spherical = { quantity: 'capacity', weights: 'spherical' } as const

/** All that there are; what is not here was not published to our knowledge, and is never made up. */
export const published: readonly Published[] = [
  { ...binary, ...sign, digits: '0.94695', citation: bmz },
  { ...binary, ...relu, digits: '0.90399', citation: bmz },
  { ...spherical, ...relu, ansatz: 'rs', digits: '2.93388', citation: `${bmz}: 2/(1 − 1/π)` },
  { ...spherical, ...relu, ansatz: '1rsb', digits: '2.66428', citation: bmz },
  { ...spherical, ...sign, quantity: 'instability', ansatz: 'rs', digits: '2.98782', citation: bmz },
  { ...binary, ...linear, digits: '0.833', citation: krauth },
  { ...spherical, ...linear, ansatz: 'rs', digits: '2', exact: true, citation: gardner },
]
