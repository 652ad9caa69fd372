import { relu } from '@gardner/activations'
import {
  type Ansatz,
  critical,
  type GardnerError,
  type Iteration,
  isGardnerError,
  problem,
  saddlePoint,
} from '@gardner/core'
import { ANSATZ, Catalogue, createContainer } from '@gardner/core/registry'
import { counted, type QuestionLawOptions, questionLaws } from '@gardner/core/testing'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, it } from 'vitest'
import { standardPlugins } from '../src/plugin/standard-plugins.js'

// Every theory that is registered, asked everything that it knows.

const catalogue = new Catalogue(createContainer())
for (const plugin of standardPlugins) catalogue.use(plugin)

/** Parameters of the families that need them. */
const parameters: Readonly<Record<string, string>> = { 'franz-parisi': ':0.1', 'large-deviation': ':3,0.1' }
/** Evaluations of the kernel that a step may take: those of the longest correction of a branch, of solutions at a distance. */
const MOST = 1500
/** All of them where one or two steps of replica-symmetry breaking are looked for. */
const STEPS = 300

const names = catalogue.all<Ansatz>(ANSATZ).map(({ name }) => name)
const loads = { binary: 0.5, spherical: 2.5 } as const

describe.each(names)('%s', (name) => {
  const ansatz = catalogue.get<Ansatz>(ANSATZ, `${name}${parameters[name] ?? ''}`)
  for (const weights of [spherical, binary]) {
    const { activation, evaluations } = counted(relu)
    const machine = problem({ activation, weights, alpha: loads[weights.name as keyof typeof loads] })
    const questions: Readonly<Record<string, () => Iteration<unknown, unknown>>> = {
      solve: () => saddlePoint(machine, ansatz) as Iteration<unknown, unknown>,
      ...Object.fromEntries(
        Object.keys(ansatz.critical ?? {}).map((threshold) => [threshold, () => critical(machine, ansatz, threshold)]),
      ),
    }
    for (const [question, ask] of Object.entries(questions)) {
      const options: QuestionLawOptions = {
        name: `${question} of ${weights.name} weights`,
        ask,
        work: evaluations,
        most: MOST,
        steps: STEPS,
      }
      for (const law of questionLaws(options)) {
        it(law.name, () => {
          try {
            law.verify()
          } catch (error) {
            // there is no such question about this machine
            if (!isGardnerError(error) || (error as GardnerError).code !== 'UNSUITABLE') throw error
            expect(error.message).not.toBe('')
          }
        })
      }
    }
  }
})
