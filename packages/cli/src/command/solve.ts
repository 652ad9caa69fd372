import { answer, type Estimate, isGardnerError, type Solution, saddlePoint } from '@gardner/core'
import type { Report, Sheet } from '@gardner/results'
import {
  digits,
  fieldsOf,
  headingOf,
  meaningOf,
  oriented,
  outcome,
  scalars,
  seconds,
  symbolOf,
  uncertainty,
} from '@gardner/results'
import { limitsOf, placeOf, type Question, questionOf } from '../option/settings.js'
import { countable, negativeEntropy } from '../theory/countable.js'
import { answering } from './each.js'
import { search } from './search.js'

/** `gardner solve`: the saddle point at one load. */
export const solve = answering('solve', async (session, settings, send) => {
  const place = placeOf(settings)
  return search(session, {
    name: 'saddle point',
    ...limitsOf(settings),
    find: async (limits) => {
      const question = questionOf(session, settings, place)
      return { question, solution: await answer(saddlePoint(question.problem, question.ansatz), limits) }
    },
    report: ({ question, solution }, elapsed) => solutionReport(question, solution, elapsed),
    send,
  })
})

function solutionReport(question: Question, solution: Solution, elapsed: number): Report {
  const { at, errors, branch, verdict, residual } = solution
  const { quantities, remarks } = readOff(question, solution)
  const values = Object.fromEntries(Object.entries(quantities).map(([name, { value }]) => [name, value]))
  const uncertainties = Object.fromEntries(Object.entries(quantities).map(([name, { error }]) => [name, error]))
  const all = { ...uncertainties, ...errors } as Readonly<Record<string, number>>
  return {
    json: () => ({
      command: 'solve',
      problem: solution.problem.toJSON(),
      ansatz: solution.ansatz,
      alpha: solution.alpha,
      ...values,
      orderParameters: at,
      errors: all,
      verdict,
      residual,
      branch,
      ...(remarks.length > 0 ? { reason: remarks.join('; ') } : {}),
      evaluations: solution.evaluations,
      seconds: elapsed,
    }),
    records: () => [
      {
        command: 'solve',
        ...fieldsOf(question),
        alpha: solution.alpha,
        ...values,
        ...Object.fromEntries(scalars(at)),
        ...Object.fromEntries(scalars(all).map(([name, error]) => [`${name}Error`, error])),
        verdict,
        residual,
        branch,
        evaluations: solution.evaluations,
        seconds: elapsed,
      },
    ],
    shared: (footnotes) => [
      sharedSheet(
        question,
        values,
        all,
        at,
        branch,
        remarks.map((text) => footnotes.mark(text)),
      ),
    ],
    sheets: () => [
      {
        title: headingOf(question),
        columns: [{ heading: '' }, { heading: '', align: 'decimal' }, { heading: '' }, { heading: '' }],
        rows: [...scalars(values), ...scalars(at)].map(([name, value]) => [
          symbolOf(name),
          digits(value, all[name]),
          all[name] > 0 ? `± ${uncertainty(all[name])}` : '',
          meaningOf(name) ?? '',
        ]),
        notes: [...remarks, `${branch}; ${outcome(verdict, residual)}, ${seconds(elapsed)}`],
      },
    ],
  }
}

/** What a row has room for beside the entropy: not the conjugates, nor what an ansatz adds. */
const BESIDE = /^(freeEntropy|energy|replicon|gap|[qm]\d*)$/

/** One row: the entropy with its error, the rest for orientation. */
function sharedSheet(
  question: Question,
  values: Readonly<Record<string, number>>,
  errors: Readonly<Record<string, number>>,
  at: Solution['at'],
  branch: string,
  marks: readonly string[],
): Sheet {
  const others = [...scalars(values), ...scalars(at)].filter(([name]) => BESIDE.test(name))
  const { entropy = Number.NaN } = values
  return {
    title: headingOf(question),
    columns: [
      { heading: symbolOf('entropy'), align: 'decimal' },
      { heading: '±' },
      ...others.map(([name]) => ({ heading: symbolOf(name), align: 'decimal' as const })),
      { heading: '' },
    ],
    rows: [
      [
        digits(entropy, errors.entropy),
        uncertainty(errors.entropy),
        ...others.map(([, value]) => oriented(value)),
        [branch, ...marks].join(' '),
      ],
    ],
    notes: [`${symbolOf('entropy')}: ${meaningOf('entropy')}`],
  }
}

/** The quantities there are, and what must be said of them. */
function readOff(
  { ansatz }: Question,
  solution: Solution,
): { quantities: Readonly<Record<string, Estimate>>; remarks: readonly string[] } {
  const { freeEntropy, energy, replicon, problem } = solution
  const remarks: string[] = solution.reason === undefined ? [] : [solution.reason]
  let entropy: Estimate | undefined
  try {
    entropy = solution.entropy
  } catch (error) {
    // a soft constraint need not know its entropy
    if (!isGardnerError(error) || error.code !== 'UNSUITABLE') throw error
    remarks.push(error.message)
  }
  if (countable(problem) && entropy !== undefined && entropy.value < -entropy.error) {
    remarks.push(negativeEntropy({ ansatz }))
  }
  const { instabilities = [] } = solution
  if (replicon.value < -replicon.error || instabilities.length > 0) {
    const against = instabilities.length > 0 ? `: ${instabilities.join(', ')}` : ''
    remarks.push(`${ansatz.name} is unstable at this load${against}`)
  }
  const own = (ansatz.quantities ?? []).map((quantity) => [quantity.name, solution.measure(quantity)] as const)
  return {
    quantities: {
      ...(entropy === undefined ? {} : { entropy }),
      freeEntropy,
      energy,
      replicon,
      ...Object.fromEntries(own),
    },
    remarks,
  }
}
