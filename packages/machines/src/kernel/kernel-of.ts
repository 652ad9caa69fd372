import { type Cost, checkInstance, type Instance } from '@gardner/core'
import { bitKernel } from './bits.js'
import type { Kernel } from './kernel.js'
import { realKernel } from './real.js'
import { tableKernel } from './table.js'

/** The fastest kernel there is for an instance of ±1 weights and a cost. */
export function kernelOf(instance: Instance, replicas: number, cost: Cost): Kernel {
  checkInstance(instance)
  if (instance.patterns.kind === 'real') return realKernel(instance, replicas, cost)
  const bits = cost.kind === 'errors' ? bitKernel(instance, replicas) : undefined
  return bits ?? tableKernel(instance, replicas, cost)
}
