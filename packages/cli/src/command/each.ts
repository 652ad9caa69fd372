import type { Report } from '@gardner/results'
import { joined, type Part } from '@gardner/results'
import { type Options, readSettings, type Settings } from '../option/settings.js'
import { type Several, severalIn, type Variant, variantsOf } from '../option/several.js'
import { DONE, exitCodeOf, FAILED, INTERRUPTED, MISUSED, messageOf, usageError } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { answer } from './answer.js'
import { type Work, withKernel } from './kernel.js'

/** A command that does the work for all combinations of the values of its options. */
export const answering =
  (name: keyof typeof severalIn, work: Work) =>
  async (session: Session, options: Options): Promise<number> =>
    each(session, await readSettings(session, options), severalIn[name], work)

/**
 * Does the work once, or where options have several values once for all combinations of them, and sends one report. What fails is a
 * row with its reason; Ctrl-C ends the one that is being worked at and drops the rest.
 */
export async function each(
  session: Session,
  settings: Settings,
  options: readonly Several[],
  given: Work,
): Promise<number> {
  const send = answer(session, settings)
  const work = withKernel(given)
  const variants = variantsOf(session.catalogue, settings, options)
  if (variants.length === 1) return work(session, variants[0].settings, send)
  if (settings.checkpoint !== undefined) {
    const names = variants[0].values.map(([name]) => name).join(' and ')
    throw usageError(`--checkpoint keeps one run; expected one value of ${names}`)
  }
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = clock()
    const parts: Part[] = []
    const codes: number[] = []
    for (const [i, { settings: own, values }] of variants.entries()) {
      if (signal.aborted) break
      const reports: Report[] = []
      const failed = (reason: string) => parts.push({ values, reason })
      const place = placeOf(session, variants, i)
      const line = progress(place)
      line.now(() => 'begun')
      try {
        const code = await work(place, own, async (report) => void reports.push(report))
        codes.push(code)
        if (reports.length > 0) parts.push({ values, report: reports[0] })
        else if (code !== INTERRUPTED) failed('nothing was found')
      } catch (error) {
        // a wrong use that is found at the first will be one of all
        if (i === 0 && exitCodeOf(error) === MISUSED) throw error
        codes.push(FAILED)
        failed(messageOf(error))
        remark(place, messageOf(error))
      } finally {
        line.clear()
      }
    }
    if (parts.some(({ report }) => report !== undefined)) {
      await send(joined(parts, variants.length, (clock() - start) / 1000))
    }
    if (!signal.aborted) return Math.max(DONE, ...codes)
    remark(session, `interrupted in ${codes.length} of ${variants.length}`)
    return INTERRUPTED
  })
}

/** The session of one among several: what is said there says which. */
function placeOf(session: Session, variants: readonly Variant[], i: number): Session {
  const name = variants[i].values.map(([, value]) => value).join(', ')
  const which = { name, progress: `${i + 1} of ${variants.length} (${name})` }
  return Object.freeze({ ...session, which })
}
