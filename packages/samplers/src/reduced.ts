import { interactionOf } from './coupling.js'
import { CLASS_COUNT, type Kernel, UNIT } from './kernel/kernel.js'
import type { Random } from './random.js'

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
  readonly #kernel: Kernel
  /** Sites in the order of their k; those of k stand from starts[k] to starts[k + 1]. */
  readonly #order: Int32Array
  readonly #places: Int32Array
  readonly #starts: Int32Array
  #rate = 0

  constructor(kernel: Kernel) {
    const { size, replicas, classes } = kernel
    this.#kernel = kernel
    this.#order = new Int32Array(size)
    this.#places = new Int32Array(size)
    this.#starts = new Int32Array(replicas + 2)
    for (let i = 0; i < size; i++) {
      classes[i] = 0
      for (let a = 0; a < replicas; a++) if (kernel.spin(a, i) > 0) classes[i]++
    }
    this.#arrange()
  }

  /** Sites sorted by k, and among the same k by their number: the order follows from the weights. */
  #arrange(): void {
    const { size, replicas, classes } = this.#kernel
    const starts = this.#starts.fill(0)
    for (let i = 0; i < size; i++) starts[classes[i] + 1]++
    for (let k = 0; k <= replicas; k++) starts[k + 1] += starts[k]
    const next = starts.slice()
    for (let i = 0; i < size; i++) {
      this.#places[i] = next[classes[i]]
      this.#order[next[classes[i]]++] = i
    }
  }

  /** So many moves; gives how many were accepted. */
  moves(count: number, beta: number, coupling: 'pairs' | 'traced', gamma: number, random: Random): number {
    const kernel = this.#kernel
    const { replicas: y, revertAbove } = kernel
    // from the weights alone, so that it does not matter where a run was interrupted
    this.#arrange()
    this.#rate = 0
    const { ratios } = interactionOf(coupling, gamma, y)
    // weights of one site of class k: for a flip down, and for any flip
    const down = Float64Array.from({ length: y + 1 }, (_, k) => k * Math.min(1, ratios[CLASS_COUNT + k]))
    const either = down.map((weight, k) => weight + (y - k) * Math.min(1, ratios[k]))
    let accepted = 0
    for (let n = 0; n < count; n++) {
      const starts = this.#starts
      let z = 0
      for (let k = 0; k <= y; k++) z += (starts[k + 1] - starts[k]) * either[k]
      let left = random.fine() * z
      let k = 0
      for (; k < y; k++) {
        const weight = (starts[k + 1] - starts[k]) * either[k]
        if (left < weight) break
        left -= weight
      }
      // rounding may lead beyond the last class that is not empty
      while (starts[k + 1] === starts[k]) k--
      const place = Math.min(Math.floor(left / either[k]), starts[k + 1] - starts[k] - 1)
      const within = left - place * either[k]
      const i = this.#order[starts[k] + place]
      const flipDown = k === y || (k > 0 && within < down[k])
      const a = this.#replica(i, flipDown ? 1 : -1, random.below(flipDown ? k : y - k))
      const after = flipDown ? k - 1 : k + 1
      const u = (random.word() + 0.5) * UNIT
      const ratio = z / (z - either[k] + either[after])
      const turned = this.#rate > revertAbove
      const change = turned ? kernel.turn(a, i) : kernel.delta(a, i)
      const taken = u < ratio * Math.exp(-beta * change)
      if (taken !== turned) kernel.flip(a, i, turned ? -change : change)
      if (taken) {
        accepted++
        this.#move(i, k, after)
      }
      this.#rate += ((taken ? 1 : 0) - this.#rate) / MEMORY
    }
    return accepted
  }

  /** The replica that is number `rank` of those in which weight i has a sign. */
  #replica(i: number, sign: number, rank: number): number {
    const { spin } = this.#kernel
    let left = rank
    for (let a = 0; ; a++) if (spin(a, i) === sign && left-- === 0) return a
  }

  /** Moves a site to the next class: to the border between the two, and the border over it. */
  #move(i: number, from: number, to: number): void {
    const starts = this.#starts
    const border = to > from ? --starts[to] : starts[from]++
    const other = this.#order[border]
    const place = this.#places[i]
    this.#order[border] = i
    this.#places[i] = border
    this.#order[place] = other
    this.#places[other] = place
    this.#kernel.classes[i] = to
  }
}
