import {
  compiled,
  csv,
  darkColours,
  dataOf,
  type Figure,
  interactive,
  palette,
  palettes,
  sameButForData,
  svg,
  themes,
} from '@gardner/viz'
import { parse, read, View } from 'vega'
import { compile } from 'vega-lite'
import { describe, expect, test } from 'vitest'
import { configOf } from '../src/theme.ts'
import { examples } from './example.ts'

// laws of every kind of figure
describe.each(Object.keys(examples))('%s', (name) => {
  const figure = (): Figure => examples[name]()

  test('is a valid specification, and as an interactive one', () => {
    for (const { spec } of [figure(), interactive(figure())]) {
      const warnings: unknown[] = []
      const keep = (...words: unknown[]) => {
        warnings.push(words)
        return logger
      }
      const logger = { level: () => logger, error: keep, warn: keep, info: () => logger, debug: () => logger }
      compile(spec as never, { config: configOf('light'), logger: logger as never })
      expect(warnings).toEqual([])
    }
  })

  test('has words: a title, a caption, a description, columns', () => {
    const { title, caption, description, rows } = figure()
    for (const text of [title, caption, description]) expect(text).toMatch(/^\P{Ll}.{5,}/u)
    expect(caption).toMatch(/\.$/)
    expect(rows.length).toBeGreaterThan(0)
    const columns = Object.keys(rows[0])
    for (const row of rows) expect(Object.keys(row)).toEqual(expect.arrayContaining(columns.slice(0, 2)))
  })

  test('draws every point that is finite', async () => {
    const { rows, spec } = figure()
    const finite = rows.filter((row) => Object.values(row).every((value) => value !== null && value !== Infinity))
    const datasets = dataOf({ spec })
    const some = (datasets.lines ?? []).length + (datasets.points ?? []).length + (datasets.loads ?? []).length
    const bins = rows.filter(({ width }) => typeof width === 'number').length
    expect(some).toBeGreaterThanOrEqual(finite.length - bins)
    const drawn = await marksOf(figure())
    const places = drawn.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
    expect(places.length).toBeGreaterThanOrEqual(finite.length - bins)
    expect(places.length).toBe(drawn.filter(({ defined }) => defined).length)
  })

  test('is the same wherever and whenever it is drawn', async () => {
    const first = await svg(figure())
    await svg(examples.entropy())
    expect(await svg(figure())).toBe(first)
    expect(sameButForData(figure(), figure())).toBe(true)
  })

  test('has nothing undefined, and names itself', async () => {
    const text = await svg(figure())
    expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/)
    expect(text).toContain('<svg role="img"')
    expect(text).toMatch(/<title>[^<]+<\/title><desc>[^<]+<\/desc>/)
    const ids = Array.from(text.matchAll(/ id="([^"]+)"/g), ([, id]) => id)
    expect(ids.every((id) => id.startsWith(`${figure().name}-clip-`))).toBe(true)
    for (const [, id] of text.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id)
  })

  test('differs between themes by its ink, its ground and its palette alone', async () => {
    const inks = /#1b1e23|#e6e8eb|currentColor/g
    const grounds = /<rect width="[\d.]+" height="[\d.]+" fill="#(ffffff|16181d)"\/>/
    const bare = await Promise.all(
      themes.map(async (theme) => {
        const text = (await svg(figure(), { theme })).replace(inks, 'ink').replace(grounds, '')
        return palettes[theme].reduce((whole, colour, i) => whole.replaceAll(colour, `colour ${i}`), text)
      }),
    )
    expect(new Set(bare).size).toBe(1)
  })

  test('writes its words in the ink', async () => {
    for (const [theme, ink] of [
      ['light', '#1b1e23'],
      ['dark', '#e6e8eb'],
      ['page', 'currentColor'],
    ] as const) {
      const fills = Array.from(
        (await svg(figure(), { theme })).matchAll(/<text[^>]* fill="([^"]+)"/g),
        ([, fill]) => fill,
      )
      expect(fills.length).toBeGreaterThan(4)
      expect(new Set(fills)).toEqual(new Set([ink]))
    }
  })

  test('gives its rows as CSV and gets them back', () => {
    const { rows } = figure()
    const records = read(csv(figure()), { type: 'csv' }) as Record<string, string>[]
    expect(records).toHaveLength(rows.length)
    for (const [i, row] of rows.entries()) {
      for (const [column, text] of Object.entries(records[i])) {
        const value = row[column] ?? null
        expect(value === null ? '' : typeof value === 'number' ? Number(text) : text).toEqual(value ?? '')
      }
    }
  })

  test('has room in a column, with all that is written along its axes', async () => {
    const text = await svg(figure(), { column: true })
    expect(Number(/width="([\d.]+)"/.exec(text)?.[1])).toBeLessThan(420)
    expect(text).not.toMatch(/undefined|NaN/)
    const plots = (figure().spec as { hconcat?: unknown[] }).hconcat?.length ?? 1
    expect((text.match(/role-axis-title/g) ?? []).length).toBeGreaterThanOrEqual(plots)
  })

  test('keeps to the width that it is given', async () => {
    // but for the labels that have room at one width and none at the other
    const wide = (text: string) => Number(/width="([\d.]+)"/.exec(text)?.[1])
    const [small, large] = await Promise.all([500, 900].map((width) => svg(figure(), { width })))
    expect(wide(large) - wide(small)).toBeGreaterThan(380)
    expect(wide(large) - wide(small)).toBeLessThan(450)
  })
})

interface Place {
  readonly x: number
  readonly y: number
  readonly defined: boolean
}

/** Where the points of lines and of symbols are in the picture. */
async function marksOf(figure: Figure): Promise<readonly Place[]> {
  const view = new View(parse(compiled(figure) as never), { renderer: 'none' })
  await view.runAsync()
  const found: Place[] = []
  const visit = (item: { marktype?: string; role?: string; items?: never[]; defined?: boolean } & Place): void => {
    if (item.role?.startsWith('legend') || item.role?.startsWith('axis')) return
    if (item.marktype === 'line' || item.marktype === 'symbol') {
      for (const { x, y, defined } of item.items as unknown as { x: number; y: number; defined?: boolean }[]) {
        found.push({ x, y, defined: defined !== false })
      }
      return
    }
    for (const child of item.items ?? []) visit(child)
  }
  visit((view.scenegraph() as unknown as { root: never }).root)
  view.finalize()
  return found.filter(({ defined }) => defined)
}

describe('the palette', () => {
  const linear = (hex: string) =>
    [1, 3, 5].map((i) => {
      const value = Number.parseInt(hex.slice(i, i + 2), 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
  const luminance = (hex: string) => linear(hex).reduce((sum, value, i) => sum + [0.2126, 0.7152, 0.0722][i] * value, 0)
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q)
    return (high + 0.05) / (low + 0.05)
  }

  test('has ink that can be read, and colours that can be seen on their ground', () => {
    expect(contrast('#1b1e23', '#ffffff')).toBeGreaterThan(7)
    expect(contrast('#e6e8eb', '#16181d')).toBeGreaterThan(7)
    for (const colour of palettes.light) expect(contrast(colour, '#ffffff')).toBeGreaterThan(3)
    for (const colour of palettes.dark) expect(contrast(colour, '#16181d')).toBeGreaterThan(4.5)
    expect(palettes.dark).toHaveLength(palette.length)
  })

  test('of a page is that of light ground, until the page says otherwise', () => {
    palettes.page.forEach((colour, i) => {
      expect(colour).toBe(`var(--gardner-${i + 1}, ${palette[i]})`)
      expect(darkColours).toContain(`--gardner-${i + 1}: ${palettes.dark[i]};`)
    })
  })

  // Machado, Oliveira, Fernandes (2009), severity 1
  const visions = {
    protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
    tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  }
  const lab = ([r, g, b]: readonly number[]) => {
    const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }

  const each = Object.entries(visions).flatMap(([vision, matrix]) =>
    (['light', 'dark'] as const).map((ground) => [vision, ground, matrix] as const),
  )
  test.each(each)('tells its colours apart for %s, on %s ground', (_, ground, matrix) => {
    const seen = palettes[ground].map((hex) => {
      const colour = linear(hex)
      const rows = [0, 3, 6].map((i) => colour.reduce((sum, value, j) => sum + matrix[i + j] * value, 0))
      return lab(rows.map((value) => Math.min(1, Math.max(0, value))))
    })
    for (const [i, a] of seen.entries()) {
      for (const [j, b] of seen.entries()) {
        if (i < j) expect(Math.hypot(...a.map((value, k) => value - b[k]))).toBeGreaterThan(j < 4 ? 16 : 9)
      }
    }
  })
})
