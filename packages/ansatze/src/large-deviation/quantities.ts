import { defineQuantity, invalid, type Quantity, type SaddleState } from '@gardner/core'
import type { LargeDeviation } from './order-parameters.js'
import type { LargeDeviationState } from './state.js'

const read = (state: SaddleState<LargeDeviation>): LargeDeviationState => {
  if (typeof state !== 'object' || state === null || !('unloaded' in state))
    throw invalid('state', state, 'one of the large-deviation ansatz')
  return state as unknown as LargeDeviationState
}

/** F(α) − F(0) ≤ 0 at the same distance and number of replicas. */
export const normalised: Quantity<LargeDeviation> = defineQuantity('normalised', (state) => {
  const { freeEntropy, unloaded } = read(state)
  return freeEntropy - unloaded
})

/** dF/dd at fixed load. */
export const slopeInDistance: Quantity<LargeDeviation> = defineQuantity('slope', (state) => read(state).slope)
