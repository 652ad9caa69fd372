import type { Threshold } from '@gardner/core'
import type { Footnotes, Sheet } from '@gardner/results'
import { digits, headingOf, meaningOf, outcome, seconds, symbolOf, uncertainty } from '@gardner/results'
import type { CurvePlan } from './curve-plan.js'

/** d_min, or why there is none. */
export const minimumJson = ({ value, error, verdict, residual, reason }: Threshold) => ({
  value,
  error,
  verdict,
  ...(residual === undefined ? {} : { residual }),
  ...(reason === undefined ? {} : { reason }),
})

/** The same as a row that others follow. */
export function minimumRow({ question }: CurvePlan, { value, error, reason }: Threshold, footnotes: Footnotes): Sheet {
  const finite = Number.isFinite(value)
  return {
    title: headingOf(question, 'distance'),
    columns: [{ heading: symbolOf('minimum'), align: 'decimal' }, { heading: '±' }, { heading: '' }],
    rows: [
      [
        finite ? digits(value, error) : 'none',
        finite ? uncertainty(error) : '',
        reason === undefined ? '' : footnotes.mark(reason),
      ],
    ],
    notes: [`${symbolOf('minimum')}: ${meaningOf('minimum')}`],
  }
}

export function minimumSheet({ question }: CurvePlan, found: Threshold, elapsed: number): Sheet {
  const { value, error, verdict, residual, reason } = found
  return {
    title: headingOf(question, 'distance'),
    columns: [{ heading: '' }, { heading: '', align: 'decimal' }, { heading: '' }, { heading: '' }],
    rows: [
      [
        symbolOf('minimum'),
        Number.isFinite(value) ? digits(value, error) : 'none',
        Number.isFinite(value) && error > 0 ? `± ${uncertainty(error)}` : '',
        meaningOf('minimum') ?? '',
      ],
    ],
    notes: [...(reason === undefined ? [] : [reason]), `${outcome(verdict, residual)}, ${seconds(elapsed)}`],
  }
}
