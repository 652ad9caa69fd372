import { linear } from '@gardner/activations'
import { machine } from '@gardner/core'
import { binary } from '@gardner/weights'

/** A perceptron of a few inputs, for patterns that are given. */
export const machineOf = (inputs: number, units: number) => ({
  problem: machine({ activation: linear, weights: binary }),
  inputs,
  units,
  seed: 1,
})
