import { dirname, join } from 'node:path'
import type { Figure, Look } from '@gardner/viz'
import { type Destination, fileDestination } from '../file/destination.js'
import { usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'

// Vega takes a while to load: everything of it is imported where there is something to draw.

export type Format = 'svg' | 'pdf' | 'png' | 'html'

const ENDING = /\.(svg|pdf|png|html)$/i

export interface PictureOptions extends Look {
  /** Pixels of a PNG to one of the figure. */
  readonly scale?: number
  /** The option that named the file. */
  readonly option?: string
  /** Whether the numbers go into a CSV file beside the picture. */
  readonly data?: boolean
}

/** Checks where a picture goes before there is one; returns what draws it there, whole or not at all. */
export function pictureAt(
  session: Session,
  path: string,
  { option = 'plot', data = false, scale, ...look }: PictureOptions = {},
): (figures: readonly Figure[]) => Promise<void> {
  const format = ENDING.exec(path)?.[1].toLowerCase() as Format | undefined
  if (format === undefined) {
    throw usageError(`invalid ${option}: ${path}; expected a file that ends in .svg, .pdf, .png or .html`)
  }
  if (scale !== undefined && format !== 'png') throw usageError(`--scale is for .png; ${path} has no pixels`)
  if (look.theme !== undefined && format === 'html') {
    throw usageError(`--theme is for .svg, .pdf and .png; ${path} is light or dark as its reader is`)
  }
  if (look.paper !== undefined && format === 'html') {
    throw usageError(`--width ${look.paper} is for .svg, .pdf and .png; ${path} is as wide as its window`)
  }
  const place = fileDestination(session, path, option)
  const beside = data ? fileDestination(session, path.replace(ENDING, '.csv'), 'data') : undefined
  return async (figures) => {
    const picture = await drawn(figures, format, look, scale)
    const writing: [Destination, string | Uint8Array][] = [[place, picture]]
    if (beside !== undefined) writing.push([beside, (await import('@gardner/viz')).csv(figures[0])])
    for (const [file, content] of writing) await file.write(content)
  }
}

/** Where a picture goes that was not told: beside the file it is of. */
export const besideFile = (path: string): string =>
  join(dirname(path), `${path.replace(/^.*[/\\]/, '').replace(/\.(json|csv)$/i, '')}.svg`)

/** The first figure as a picture, or all of them as a page. */
async function drawn(
  figures: readonly Figure[],
  format: Format,
  look: Look,
  scale: number | undefined,
): Promise<string | Uint8Array> {
  const { page, svg } = await import('@gardner/viz')
  if (format === 'html') {
    const { runtime } = await import('@gardner/viz/node')
    const { width, height } = look
    return page(figures, { title: figures[0].title, runtime: await runtime(), width, height })
  }
  const text = await svg(figures[0], look)
  if (format === 'svg') return text
  const { pdf, png } = await import('@gardner/viz/node')
  return format === 'pdf' ? pdf(text) : png(text, scale === undefined ? {} : { scale })
}
