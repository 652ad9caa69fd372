import activations from '@gardner/activations'
import { type Activation, type Family, isGardnerError } from '@gardner/core'
import { ACTIVATION, Catalogue } from '@gardner/core/registry'
import formulas, { isFormulaError } from '@gardner/formula'

/** What the page knows by name; the workers that compute know the same. */
const catalogue = new Catalogue().use(activations).use(formulas)

/** The family whose member is a formula. */
export const FORMULA = 'formula'

/** The registered activations in their order: names, and of families what stands behind the colon. */
export const activationNames: readonly { readonly name: string; readonly usage?: string }[] = catalogue
  .all(ACTIVATION)
  .map(({ name, value }) => ('make' in value ? { name, usage: (value as Family<Activation>).usage } : { name }))

/** What is wrong with a text, and where. */
export interface Fault {
  readonly message: string
  /** The characters of the formula that are wrong, where they are known. */
  readonly at?: { readonly index: number; readonly length: number }
}

export type Reading =
  | { readonly activation: Activation; readonly fault?: undefined }
  | { readonly fault: Fault; readonly activation?: undefined }

/** The activation that a text names, as on the command line. */
export function readActivation(text: string): Reading {
  try {
    return { activation: catalogue.get(ACTIVATION, text) }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

/** An error of a formula knows its place, also behind the error that the catalogue makes of it. */
function faultOf(error: unknown): Fault {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isFormulaError(cause)) {
      const { index, length, problem } = cause
      return { message: problem, at: { index, length } }
    }
  }
  return { message: isGardnerError(error) ? error.message : String(error) }
}
