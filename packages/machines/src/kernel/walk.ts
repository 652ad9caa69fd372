import type { Random } from '../random.js'
import { CLASS_COUNT, type Interaction, type Kernel, UNIT } from './kernel.js'

/** What {@link metropolisMoves} needs of a kernel. */
export type Walker = Pick<Kernel, 'size' | 'spin' | 'delta' | 'flip' | 'turn' | 'revertAbove' | 'classes'>

/** How many proposals the running acceptance remembers. */
const MEMORY = 256

/**
 * So many Metropolis proposals, accepted with min(1, r e^{−β ΔE}). Where most are accepted, flipping first and flipping back
 * the few that are not costs less than looking first; which it is changes nothing else.
 */
export function metropolisMoves(
  kernel: Walker,
  a: number,
  proposals: number,
  random: Random,
  beta: number,
  { ratios, follow }: Interaction,
): number {
  const { classes, size, revertAbove } = kernel
  let accepted = 0
  let rate = 0
  for (let k = 0; k < proposals; k++) {
    const i = random.below(size)
    const u = (random.word() + 0.5) * UNIT
    const up = kernel.spin(a, i) < 0
    const ratio = ratios[(up ? 0 : CLASS_COUNT) + classes[i]]
    const turned = rate > revertAbove
    const change = turned ? kernel.turn(a, i) : kernel.delta(a, i)
    const taken = u < ratio * Math.exp(-beta * change)
    if (taken !== turned) kernel.flip(a, i, turned ? -change : change)
    if (taken) {
      accepted++
      if (follow) classes[i] += up ? 1 : -1
    }
    rate += ((taken ? 1 : 0) - rate) / MEMORY
  }
  return accepted
}
