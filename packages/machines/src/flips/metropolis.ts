import type { Random } from '../random.js'
import { CLASS_COUNT, type Flips, type Interaction, WORD_UNIT } from './flips.js'

/** What {@link metropolisMoves} needs of flips. */
export type Proposable = Pick<Flips, 'size' | 'spin' | 'delta' | 'flip' | 'turn' | 'revertAbove' | 'classes'>

/** How many proposals the running acceptance remembers. */
const MEMORY = 256

/**
 * Metropolis proposals, each accepted with min(1, r e^{−β ΔE}). Where most are accepted it is faster to flip first and to flip back the few
 * that are rejected; the result is the same.
 *
 * @returns the number of accepted proposals
 */
export function metropolisMoves(
  flips: Proposable,
  a: number,
  proposals: number,
  random: Random,
  beta: number,
  { ratios, follow }: Interaction,
): number {
  const { classes, size, revertAbove } = flips
  let accepted = 0
  let rate = 0
  for (let k = 0; k < proposals; k++) {
    const i = random.below(size)
    const u = (random.word() + 0.5) * WORD_UNIT
    const up = flips.spin(a, i) < 0
    const ratio = ratios[(up ? 0 : CLASS_COUNT) + classes[i]]
    const turned = rate > revertAbove
    const change = turned ? flips.turn(a, i) : flips.delta(a, i)
    const taken = u < ratio * Math.exp(-beta * change)
    if (taken !== turned) flips.flip(a, i, turned ? -change : change)
    if (taken) {
      accepted++
      if (follow) classes[i] += up ? 1 : -1
    }
    rate += ((taken ? 1 : 0) - rate) / MEMORY
  }
  return accepted
}
