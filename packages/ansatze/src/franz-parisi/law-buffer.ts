import { ruleBuffer } from '@gardner/numerics'

/** Typed arrays that are used again at every evaluation. */
export class LawBuffer {
  readonly outer = ruleBuffer()
  readonly inner = ruleBuffer()
  nodes = new Float64Array(1024)
  weights = new Float64Array(1024)
  references = new Float64Array(1024)
  pulls = new Float64Array(1024)
  evidences = new Float64Array(1024)

  /** Room for `length` nodes; what is there is kept. */
  ensure(length: number): void {
    if (this.nodes.length >= length) return
    for (const name of ['nodes', 'weights', 'references', 'pulls'] as const) {
      const larger = new Float64Array(2 * length)
      larger.set(this[name])
      this[name] = larger
    }
  }
}
