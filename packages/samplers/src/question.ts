import {
  type Ask,
  checkProblem,
  invalid,
  onlyKeys,
  type QuestionKind,
  SAMPLER,
  type SamplerOptions,
  sample,
} from '@gardner/core'
import { type InstanceOptions, instance } from '@gardner/machines'

/** What an instance is drawn from, beside its machine; the options of `instance`. */
type Drawn = Omit<InstanceOptions, 'problem'>

/**
 * Monte Carlo on a machine of finite size that is drawn anew from its seed: `{ kind: 'sample', method: 'rrr', instance: { inputs, units, seed },
 * options: { seed, schedule } }`.
 */
export const sampleQuestion: QuestionKind = Object.freeze<QuestionKind>({
  name: 'sample',
  options: ['method', 'instance', 'options'],
  pose: (machine, at, { kind, method, instance: drawn, options }: Ask, lookup) => {
    if (typeof method !== 'string') throw invalid('method', method, 'the name of a sampler, such as rrr')
    onlyKeys('at of a sample', at, ['alpha'])
    if (typeof drawn !== 'object' || drawn === null) {
      throw invalid('instance of the question', drawn, 'what it is drawn from: { inputs, units, seed, … }')
    }
    for (const [name, value] of Object.entries(drawn)) {
      if (typeof value === 'object') throw invalid(`${name} of the instance`, value, 'a number or a name')
    }
    checkProblem(machine)
    const made = instance({ problem: machine, ...(drawn as Drawn) })
    const iteration = sample(made, lookup.get(SAMPLER, method), options as SamplerOptions)
    return { iteration, ask: { kind, method, instance: drawn, options } }
  },
})
