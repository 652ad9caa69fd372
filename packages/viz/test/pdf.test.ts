import { inflateSync } from 'node:zlib'
import { chartFigure, svg } from '@gardner/viz'
import { pdf } from '@gardner/viz/node'
import { describe, expect, it } from 'vitest'
import { examples } from './example.ts'

/** The parts of a document as text, those that are packed too. */
function parts(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  return text.replace(/stream\n([\s\S]*?)\nendstream/g, (_, packed: string) => {
    const inside = Buffer.from(packed, 'latin1')
    return inside[0] === 0x78 ? inflateSync(inside).toString('latin1') : packed
  })
}

/** What is written, `fi` and `fl` being one glyph. */
const textsOf = (drawing: string): string =>
  [...drawing.matchAll(/<text\b[^>]*?(?:\/>|>(.*?)<\/text>)/g)]
    .map(([, inside = '']) => inside.replace(/<[^>]*>/g, '').replace(/&\w+;|f[fil]/g, '.'))
    .join('')

describe('a page of print', () => {
  it.each(Object.entries(examples))('has the text of %s as text', async (_, example) => {
    const drawing = await svg(example())
    const document = parts(await pdf(drawing))
    expect(document).toMatch(/^%PDF-1\.4\n/)
    expect(document.split('> Tj').length - 1).toBe(textsOf(drawing).length)
    expect(document).toMatch(/\/FontName \/\w+\+DejaVuSansCondensed\n/)
    expect(document).toContain('/ToUnicode')
  })

  it('is the same again, and knows no date', async () => {
    const drawing = await svg(examples.entropy())
    const [first, second] = [await pdf(drawing), await pdf(drawing)]
    expect(Buffer.compare(first, second)).toBe(0)
    expect(parts(first)).not.toMatch(/Date/)
  })

  it('is as large as the drawing, 96 pixels to an inch', async () => {
    const drawing = await svg(examples.entropy())
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(drawing) ?? []
    const [, right, top] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(parts(await pdf(drawing))) ?? []
    expect([Number(right), Number(top)]).toEqual([0.75 * Number(width), 0.75 * Number(height)])
  })

  it('has Greek letters, subscripts and accents, which have no width', async () => {
    const title = 'α_c < κ, Δ & q̂_0'
    const series = [{ group: 'a', points: [0, 1].map((x) => ({ x, y: x })) }]
    const axis = { name: 'x', title: 'x' }
    const figure = chartFigure({
      name: 'a',
      title,
      caption: '',
      description: '',
      x: axis,
      y: { ...axis, name: 'y' },
      series,
    })
    const drawing = await svg(figure)
    const document = parts(await pdf(drawing))
    for (const character of 'ακΔ\u0302') {
      expect(document).toContain(character.charCodeAt(0).toString(16).padStart(4, '0'))
    }
    expect(document.split('> Tj').length - 1).toBe(textsOf(drawing).length)
  })

  it('refuses what has no size', async () => {
    await expect(pdf('<svg/>')).rejects.toThrow(/invalid drawing: "<svg\/>"; expected the text of an SVG file/)
  })
})
