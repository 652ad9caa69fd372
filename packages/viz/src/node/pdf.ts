import { invalid } from '@gardner/core'
import { sizeOf } from '../render/size.js'
import { fonts } from './fonts.js'

/** Points of print to a pixel of SVG. */
const POINT = 72 / 96

/**
 * The page of an SVG text, as large as that: its text is text, in the shipped fonts, of which it has what it needs. The same bytes for
 * the same figure: no date, no random name.
 */
export async function pdf(svg: string): Promise<Uint8Array> {
  const size = sizeOf(svg).map((side) => POINT * side)
  if (!size.every((side) => side > 0))
    throw invalid('drawing', svg.slice(0, 40), 'the text of an SVG file with its size')
  const [{ default: Page }, { default: draw }] = await Promise.all([import('pdfkit'), import('svg-to-pdfkit')])
  const title = /<title>([^<]*)<\/title>/.exec(svg)?.[1]
  const page = new Page({
    size: [...size],
    margin: 0,
    // the first with transparency
    pdfVersion: '1.4',
    info: { Creator: 'Gardner', CreationDate: new Date(0), ...(title === undefined ? {} : { Title: plain(title) }) },
  })
  // the identifier of the document is made from its date; hidden, so that the same figure makes the same bytes
  Object.defineProperty(page.info, 'CreationDate', { enumerable: false })
  // the same once more as XML, with the date and a title that is not escaped
  Object.assign(page, { endMetadata: () => {} })
  for (const [name, file] of Object.entries(fonts)) accented(page.registerFont(name, file).font(name))
  const chunks: Uint8Array[] = []
  page.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  const ended = new Promise((resolve, reject) => page.on('end', resolve).on('error', reject))
  const [width, height] = size
  draw(page, solid(svg), 0, 0, {
    width,
    height,
    fontCallback: (_, bold, italic) => (bold ? 'bold' : italic ? 'oblique' : 'regular') satisfies keyof typeof fonts,
  })
  page.end()
  await ended
  return Buffer.concat(chunks)
}

/** Dashes with nothing between them are a line, which PDF says by no dashes. */
const solid = (svg: string): string =>
  svg.replace(/ stroke-dasharray="([^"]*)"/g, (dashes, lengths: string) =>
    lengths.split(/[\s,]+/).every((length, i) => i % 2 === 0 || Number(length) === 0) ? '' : dashes,
  )

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (escaped: string): string => escaped.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name])

/** What a page knows of its present font: the glyphs of a text, and how wide they are. */
interface Glyphs {
  readonly _font: { encode(text: string): [glyphs: readonly string[], positions: readonly { advanceWidth: number }[]] }
}

/** An accent has no width of its own, and what draws leaves out what has none: it gets one that nobody sees. */
function accented(page: unknown): void {
  const { _font: font } = page as Glyphs
  const encode = font.encode.bind(font)
  font.encode = (text) => {
    const [glyphs, positions] = encode(text)
    return [glyphs, positions.map((one) => (one.advanceWidth === 0 ? { ...one, advanceWidth: 1e-3 } : one))]
  }
}
