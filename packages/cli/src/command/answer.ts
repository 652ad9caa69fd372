import { type Output, outputText } from '@gardner/results'
import { destination } from '../file/destination.js'
import { formatOf, type Settings } from '../option/settings.js'
import { drawing } from '../plot/drawing.js'
import type { Session } from '../session/session.js'

/** Checks where and how a report goes before there is one; returns what sends it. */
export function answer(session: Session, settings: Settings): (report: Output) => Promise<void> {
  const place = destination(session, settings.out)
  const draw = drawing(session, settings)
  const format = formatOf(settings)
  const { colour, width } = session.terminal
  const look = settings.out === undefined ? { colour, ...(width === undefined ? {} : { width }) } : { colour: false }
  return async (report) => {
    await place.write(await outputText(report, format, look))
    await draw?.(report)
  }
}
