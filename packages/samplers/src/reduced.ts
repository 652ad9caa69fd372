import { CLASS_COUNT, type Flips, type Random, type SiteGroups, WORD_UNIT } from '@gardner/machines'
import { interactionOf } from './coupling.js'

const MEMORY = 256

/**
 * The reduced rejection rate (C. Baldassi, J. Stat. Mech. 2017, 033301) for replicas whose interaction has few levels. Site by site
 * only the number k of weights that are +1 matters, so weights are kept in classes (k, sign). A class is drawn with the weight
 * n r, n its number of weights and r = min(1, φ'/φ) of a flip in it, φ the interaction weight; then a weight in it. With
 * z = Σ n r before and z' after the flip it is accepted with
 *
 *     min(1, (z/z') e^{−β ΔE})
 *
 * which makes each move satisfy detailed balance with Π φ e^{−βE}: the rate to propose is r/z, and φ r is the same both ways. So
 * every move counts as one sample; no waiting times are needed. z' follows from k alone, without making the move.
 */
export class Reduced {
  readonly #flips: Flips
  readonly #groups: SiteGroups
  #rate = 0

  constructor(flips: Flips) {
    const { size, replicas, classes } = flips
    this.#flips = flips
    this.#groups = {
      order: new Int32Array(size),
      ranks: new Int32Array(size),
      starts: new Int32Array(replicas + 2),
      downs: new Float64Array(replicas + 1),
      eithers: new Float64Array(replicas + 1),
    }
    for (let i = 0; i < size; i++) {
      classes[i] = 0
      for (let a = 0; a < replicas; a++) if (flips.spin(a, i) > 0) classes[i]++
    }
    this.#arrange()
  }

  /** Sites sorted by k, and among the same k by their number: the order follows from the weights. */
  #arrange(): void {
    const { size, replicas, classes } = this.#flips
    const { order, ranks, starts } = this.#groups
    starts.fill(0)
    for (let i = 0; i < size; i++) starts[classes[i] + 1]++
    for (let k = 0; k <= replicas; k++) starts[k + 1] += starts[k]
    const next = starts.slice()
    for (let i = 0; i < size; i++) {
      ranks[i] = next[classes[i]]
      order[next[classes[i]]++] = i
    }
  }

  /** So many moves; gives how many were accepted. */
  moves(count: number, beta: number, coupling: 'pairs' | 'traced', gamma: number, random: Random): number {
    const flips = this.#flips
    const { replicas: y, revertAbove } = flips
    const { starts, order, downs, eithers } = this.#groups
    // from the weights alone, so that it does not matter where a run was interrupted
    this.#arrange()
    this.#rate = 0
    const interaction = interactionOf(coupling, gamma, y)
    const { ratios } = interaction
    flips.prepare(beta, interaction)
    for (let k = 0; k <= y; k++) {
      downs[k] = k * Math.min(1, ratios[CLASS_COUNT + k])
      eithers[k] = downs[k] + (y - k) * Math.min(1, ratios[k])
    }
    if (flips.reduced !== undefined) return flips.reduced(this.#groups, count, random)
    let accepted = 0
    for (let n = 0; n < count; n++) {
      let z = 0
      for (let k = 0; k <= y; k++) z += (starts[k + 1] - starts[k]) * eithers[k]
      // no flip has a weight that a double can hold, and none would be accepted
      if (z === 0) break
      let left = random.fine() * z
      let k = 0
      for (; k < y; k++) {
        const weight = (starts[k + 1] - starts[k]) * eithers[k]
        if (left < weight) break
        left -= weight
      }
      // rounding may lead beyond the last class that is not empty
      while (starts[k + 1] === starts[k]) k--
      const each = eithers[k]
      const place = Math.min(Math.floor(left / each), starts[k + 1] - starts[k] - 1)
      const within = left - place * each
      const i = order[starts[k] + place]
      const down = k === y || (k > 0 && within < downs[k])
      const a = this.#replica(i, down ? 1 : -1, random.below(down ? k : y - k))
      const after = down ? k - 1 : k + 1
      const u = (random.word() + 0.5) * WORD_UNIT
      const ratio = z / (z - each + eithers[after])
      const turned = this.#rate > revertAbove
      const change = turned ? flips.turn(a, i) : flips.delta(a, i)
      const taken = u < ratio * flips.weigh(change)
      if (taken !== turned) flips.flip(a, i, turned ? -change : change)
      if (taken) {
        accepted++
        this.#regroup(i, k, after)
      }
      this.#rate += ((taken ? 1 : 0) - this.#rate) / MEMORY
    }
    return accepted
  }

  /** The replica that is number `rank` of those in which weight i has a sign. */
  #replica(i: number, sign: number, rank: number): number {
    const flips = this.#flips
    let left = rank
    for (let a = 0; ; a++) if (flips.spin(a, i) === sign && left-- === 0) return a
  }

  /** Moves a site to the next class: to the border between the two, and the border over it. */
  #regroup(i: number, from: number, to: number): void {
    const { starts, order, ranks } = this.#groups
    const border = to > from ? --starts[to] : starts[from]++
    const other = order[border]
    const place = ranks[i]
    order[border] = i
    ranks[i] = border
    order[place] = other
    ranks[other] = place
    this.#flips.classes[i] = to
  }
}
