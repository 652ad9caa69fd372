/**
 * A place where an integrand changes: it is analytic within about 2.8 `width` of the real axis near `center`, and on the scale of its
 * distance from `center` elsewhere. log H((κ − √C z)/√v) has the crossover (κ/√C, √(v/C)).
 */
export interface Crossover {
  readonly center: number
  /** Above 0; its scale, not its end. */
  readonly width: number
}
