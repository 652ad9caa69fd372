/** A number of the literature that a study finds again. */
export interface Published {
  readonly quantity: 'capacity' | 'instability'
  readonly activation: string
  readonly weights: string
  readonly ansatz: string
  /** The digits at hand, which may be more than the work prints. */
  readonly digits: string
  /** An exact number, of which no digit is missing. */
  readonly exact?: true
  readonly citation: string
}

/** How a number of ours compares with a published one. */
export interface Agreement {
  readonly digits: string
  readonly citation: string
  /** (ours − published), in units of the last of the digits. */
  readonly difference: number
  /** Is the difference what rounding to the digits leaves, and our error? Of an exact number only the error. */
  readonly agrees: boolean
}

/** The comparison with what was published of a quantity; undefined where nothing was, or there is no number of ours. */
export function agreementOf(
  published: readonly Published[],
  asked: Pick<Published, 'quantity' | 'activation' | 'weights' | 'ansatz'>,
  ours: { readonly value: number; readonly error: number } | undefined,
): Agreement | undefined {
  const found = published.find((one) =>
    (['quantity', 'activation', 'weights', 'ansatz'] as const).every((name) => one[name] === asked[name]),
  )
  if (found === undefined || ours === undefined || !Number.isFinite(ours.value)) return undefined
  const { digits, citation, exact } = found
  const unit = 10 ** -(digits.split('.')[1]?.length ?? 0)
  const apart = ours.value - Number(digits)
  const allowed = (exact ? 0 : 0.5 * unit) + ours.error
  return { digits, citation, difference: apart / unit, agrees: Math.abs(apart) <= allowed }
}
