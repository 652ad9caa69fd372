import { answer, critical } from '@gardner/core'
import type { Report } from '@gardner/results'
import { limitsOf, numberOf, type Options, questionOf, readSettings, type Settings } from '../option/settings.js'
import { severalIn } from '../option/several.js'
import type { Session } from '../session/session.js'
import { thresholdReport } from '../theory/threshold-report.js'
import { each } from './each.js'
import { search } from './search.js'

/** `gardner capacity` and `gardner instability`: a critical load. */
export async function threshold(session: Session, name: 'capacity' | 'instability', options: Options): Promise<number> {
  return each(session, await readSettings(session, options), severalIn[name], (place, settings, send) =>
    found(place, settings, send, name),
  )
}

/** Finds a critical value and sends it; `alpha` is the load of one that is no load itself. */
export async function found(
  session: Session,
  settings: Settings,
  send: (report: Report) => Promise<void>,
  name: string,
  alpha?: number,
): Promise<number> {
  const place = {
    ...(alpha === undefined ? {} : { alpha }),
    ...(settings.margin === undefined ? {} : { margin: numberOf('margin', settings.margin) }),
  }
  return search(session, {
    name,
    ...limitsOf(settings),
    find: async (limits) => {
      const question = questionOf(session, settings, place)
      return { question, found: await answer(critical(question.problem, question.ansatz, name), limits) }
    },
    report: ({ question, found }, elapsed) => thresholdReport(question, found, elapsed, name),
    send,
  })
}
