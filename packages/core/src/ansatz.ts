import type { CriticalValues } from './critical-value.js'
import { invalid } from './input/error.js'
import { callable } from './input/option.js'
import type { Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import type { Quantity } from './quantity.js'
import type { SaddlePoint } from './saddle-point.js'

/**
 * A form of the overlap matrix. It turns a machine into equations and says what critical loads mean for it;
 * it does not know how equations are solved.
 */
export interface Ansatz<Q extends OrderParameters = OrderParameters> {
  readonly name: string
  readonly reference?: string
  /** The equations of this machine, a family in the load, with every integral by the rule of this step. Throws `UNSUITABLE` where there are none. */
  saddlePoint(machine: Machine, step: number): SaddlePoint<Q>
  /** What happens to its solutions where, by name: `capacity`, `instability`, and whatever else it knows. */
  readonly critical?: CriticalValues<Q>
  /** What can be read off its states beside what every state has. */
  readonly quantities?: readonly Quantity<Q>[]
  /** The numbers that it prescribes, such as the `distance` d = (1 − q)/2 between solutions. */
  readonly parameters?: Readonly<Record<string, number>>
  /** The same form of the overlap matrix with other parameters: then curves go along them. */
  at?(change: Readonly<Record<string, number>>): Ansatz<Q>
}

/** Checks that what was passed as an ansatz is one, not its name. */
export function checkAnsatz(ansatz: unknown): void {
  const { saddlePoint, critical = {}, ...others } = (ansatz ?? {}) as Partial<Ansatz> & Record<string, unknown>
  if (typeof saddlePoint !== 'function') throw invalid('ansatz', ansatz, 'an ansatz such as rs')
  for (const name of ['capacity', 'instability']) {
    // where they were in 0.1
    if (name in others) {
      const { name: own } = others
      throw invalid(
        `${name} of ${own}`,
        others[name],
        `it in the table critical: { ${name}: { search: (machine) => … } }`,
      )
    }
  }
  if (typeof critical !== 'object' || critical === null)
    throw invalid(`critical of ${others.name}`, critical, 'a table')
  for (const [name, value] of Object.entries(critical)) {
    if (value !== undefined) callable(`search of ${name} of ${others.name}`, value?.search)
  }
}
