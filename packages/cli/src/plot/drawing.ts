import { GardnerError, isGardnerError } from '@gardner/core'
import type { Output } from '@gardner/results'
import type { Settings } from '../option/settings.js'
import { messageOf, usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { pictureAt } from './picture.js'
import { widthOf } from './size.js'

/** What draws a report where `--plot` says, if it does; checked before there is one. */
export function drawing(session: Session, { plot, width }: Settings): ((report: Output) => Promise<void>) | undefined {
  if (plot === undefined) {
    if (width !== undefined) throw usageError('--width is that of a picture: give --plot too')
    return undefined
  }
  const draw = pictureAt(session, plot, width === undefined ? {} : widthOf(width))
  return async (report) => {
    const { json } = await import('@gardner/results')
    const content = JSON.parse(json((report.drawn ?? report.json)()))
    const { jsonDocuments } = await import('@gardner/results')
    const { figuresOf } = await import('@gardner/results/figures')
    try {
      await draw(figuresOf(await jsonDocuments(content, (Array.isArray(content) ? content[0] : content).command)))
    } catch (error) {
      if (!isGardnerError(error)) throw error
      // the options were right: it is what was found that makes no figure
      throw new GardnerError('UNSUITABLE', `cannot draw ${plot}: ${messageOf(error)}`, { cause: error })
    }
  }
}
