import { type Estimate, type Solution, solved } from '@gardner/core'
import { DONE, INTERRUPTED, misuse } from '../failure.js'
import { interruptible } from '../interruption.js'
import { CLOCK, type Container, resolve } from '../ports.js'
import { digits, roughly, seconds, uncertainty } from '../report/digits.js'
import { fieldsOf, headingOf, scalars } from '../report/heading.js'
import type { Report } from '../report/report.js'
import { meanings, symbolOf } from '../report/symbol.js'
import { budgetOf, numberOf, type Options, type Question, questionOf, settle } from '../settings.js'
import { answer, remark } from './answer.js'

/** `gardner solve`: the saddle point at one load. */
export async function solve(container: Container, options: Options): Promise<number> {
  const settings = await settle(container, options)
  const send = answer(container, settings)
  const budget = budgetOf(settings)
  if (settings.alpha === undefined) throw misuse('missing alpha: give --alpha or a config file with "alpha"')
  const alpha = numberOf('alpha', settings.alpha)
  const margin = settings.margin === undefined ? {} : { margin: numberOf('margin', settings.margin) }
  const clock = resolve(container, CLOCK)
  return interruptible(container, async (signal) => {
    const start = clock()
    const question = questionOf(container, settings, { alpha, ...margin })
    try {
      const solution = await solved(question.problem, question.ansatz, {
        signal,
        ...(budget === undefined ? {} : { budget }),
      })
      await send(solutionReport(question, solution, () => (clock() - start) / 1000))
      return DONE
    } catch (error) {
      if (!signal.aborted) throw error
      remark(container, 'interrupted before the saddle point was found')
      return INTERRUPTED
    }
  })
}

function solutionReport(question: Question, solution: Solution, elapsed: () => number): Report {
  const { at, errors, branch, verdict, residual } = solution
  const { freeEntropy, entropy, energy, replicon } = solution
  const quantities: Readonly<Record<string, Estimate>> = { entropy, freeEntropy, energy, replicon }
  const values = Object.fromEntries(Object.entries(quantities).map(([name, { value }]) => [name, value]))
  const uncertainties = Object.fromEntries(Object.entries(quantities).map(([name, { error }]) => [name, error]))
  const time = elapsed()
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
      evaluations: solution.evaluations,
      seconds: time,
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
        seconds: time,
      },
    ],
    sheets: () => [
      {
        title: headingOf(question),
        columns: [{ heading: '' }, { heading: '', align: 'decimal' }, { heading: '' }, { heading: '' }],
        rows: [...scalars(values), ...scalars(at)].map(([name, value]) => [
          symbolOf(name),
          digits(value, all[name]),
          all[name] > 0 ? `± ${uncertainty(all[name])}` : '',
          meanings[name] ?? '',
        ]),
        notes: [`${branch}; ${verdict}, residual ${roughly(residual)}, ${seconds(time)}`],
      },
    ],
  }
}
