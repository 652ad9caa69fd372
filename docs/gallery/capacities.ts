import { erf, relu, sign, tanh } from '@gardner/activations'
import { kStepRsb, oneStepRsb, rs } from '@gardner/ansatze'
import { capacity, complete, instability, machine } from '@gardner/core'
import { type Capacity, capacities } from '@gardner/viz'
import { binary, spherical } from '@gardner/weights'

const ansatze = { RS: rs, '1RSB': oneStepRsb, '2RSB': kStepRsb({ steps: 2 }) }

const loads = [sign, relu, tanh, erf].flatMap((activation) =>
  [binary, spherical].flatMap((weights): Capacity[] => {
    const committee = machine({ activation, weights })
    const names = { activation: activation.name, weights: weights.name }
    // on the sphere the capacity diverges with K where C'(1) does; of binary weights it is that of RS
    const diverges = weights === spherical && committee.kernel.slope(0) === Number.POSITIVE_INFINITY
    const of = diverges ? [] : Object.entries(ansatze).slice(0, weights === binary ? 1 : 3)
    return [
      ...(diverges ? [{ ...names, ansatz: 'RS', value: Number.POSITIVE_INFINITY }] : []),
      ...of.map(([ansatz, one]) => ({ ...names, ansatz, value: complete(capacity(committee, one)).value })),
      { ...names, ansatz: 'α_AT', value: complete(instability(committee, rs)).value },
    ]
  }),
)

export const figure = capacities(loads)
