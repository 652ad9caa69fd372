/** The order parameters of the Franz–Parisi entropy. (A type, not an interface: those are no index signatures.) */
export type FranzParisi = {
  /** Overlap with the reference, 1 − 2d. */
  readonly p: number
  /** Overlap of two solutions at this distance from the same reference. */
  readonly q: number
  /** 1 − q, which keeps its digits where q does not. */
  readonly gap: number
  /** Overlap of a solution at this distance with another reference. */
  readonly t: number
  /** Conjugates of q, t and p. */
  readonly qhat: number
  readonly that: number
  readonly phat: number
  /** Overlap of two references, q̃ of replica symmetry, and its conjugate. */
  readonly qref: number
  readonly qhatref: number
}
