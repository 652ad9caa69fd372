import { basename } from 'node:path'
import { finite } from '@gardner/core'
import type { Document } from '@gardner/results'
import { textOf } from '../file/reading.js'
import { chosen, type Options } from '../option/declared.js'
import { numeral } from '../option/numeral.js'
import { besideFile, pictureAt } from '../plot/picture.js'
import { heightOf, widthOf } from '../plot/size.js'
import { DONE, usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'

export type PlotOptions = Pick<Options, 'out' | 'theme' | 'width' | 'height' | 'scale' | 'title' | 'quantity' | 'data'>

/** `gardner plot`: a figure of what other commands wrote. */
export async function plot(session: Session, files: readonly string[], options: PlotOptions): Promise<number> {
  const { out, theme, width, height, scale, title, quantity, data } = options
  const draw = pictureAt(session, out ?? besideFile(files[0]), {
    option: 'out',
    ...(theme === undefined ? {} : { theme: chosen('theme', theme) }),
    ...(width === undefined ? {} : widthOf(width)),
    ...(height === undefined ? {} : heightOf(height)),
    ...(title === undefined ? {} : { titled: true }),
    ...(scale === undefined ? {} : { scale: scaleOf(scale) }),
    data: data === true,
  })
  const { readDocuments } = await import('@gardner/results')
  const names = namesOf(files)
  const documents: Document[] = []
  for (const [i, file] of files.entries()) {
    const text = textOf(session, file, 'file')
    documents.push(...(await readDocuments(text, names[i])))
  }
  const { blaming, figuresOf } = await import('@gardner/results/figures')
  const figures = blaming(names, () =>
    figuresOf(documents, {
      ...(title === undefined ? {} : { title }),
      ...(quantity === undefined ? {} : { quantities: quantity.split(',').map((name) => name.trim()) }),
    }),
  )
  await draw(figures)
  return DONE
}

/** The names of files, without their folders where that tells them apart. */
function namesOf(files: readonly string[]): readonly string[] {
  if (new Set(files).size < files.length) throw usageError('a file is given twice; expected different files')
  const short = files.map((file) => basename(file))
  return new Set(short).size === files.length ? short : files
}

function scaleOf(text: string): number {
  const value = finite('scale', numeral('scale', text))
  if (!(value > 0 && value <= 20)) throw usageError(`invalid scale: ${text}; expected a number above 0, up to 20`)
  return value
}
