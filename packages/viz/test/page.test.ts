import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { csv, entropyCurve, page, svg } from '@gardner/viz'
import { png, runtime } from '@gardner/viz/node'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { executable, launch, skipped } from './browser.ts'
import { examples } from './example.ts'

test('a picture is a PNG of its size', async () => {
  const text = await svg(examples.entropy())
  const [, width, height] = (/width="([\d.]+)" height="([\d.]+)"/.exec(text) ?? []).map(Number)
  for (const scale of [1, 2]) {
    const bytes = Buffer.from(png(text, { scale }))
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    expect(bytes.readUInt32BE(16)).toBe(Math.ceil(scale * width))
    expect(bytes.readUInt32BE(20)).toBe(Math.ceil(scale * height))
    expect(bytes.length).toBeGreaterThan(10_000)
  }
})

test('words of a figure are words of a page, whatever is in them', async () => {
  const bad = '</script><script>alert(1)</script>&"\''
  const text = await page([entropyCurve([{ group: bad, points: [{ x: 0, y: 1 }] }], { title: bad })], { title: bad })
  expect(text).not.toContain('<script>alert')
  expect(text.match(/<script/g)).toHaveLength(1)
  expect(text).toContain('&lt;/script&gt;')
})

if (executable === undefined) process.stderr.write(`\n${skipped}\n`)

describe.skipIf(executable === undefined)('in a browser', () => {
  let browser: Browser
  let folder: string
  let address: string
  /** As it opens: tests that leave it as it was share it. */
  let shared: Page
  const complaints: string[] = []

  const opened = async (options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const shown = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options })
    shown.on('console', (message) => complaints.push(message.text()))
    shown.on('pageerror', (error) => complaints.push(error.message))
    shown.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url())
    })
    await shown.goto(address)
    return shown
  }
  const answering = (shown: Page, count: number) =>
    shown.waitForFunction((all) => document.querySelectorAll('.gardner-answers').length === all, count)

  beforeAll(async () => {
    browser = await launch()
    folder = await mkdtemp(join(tmpdir(), 'gardner-viz-'))
    const figures = Object.values(examples).map((make) => make())
    address = pathToFileURL(join(folder, 'page.html')).href
    await writeFile(join(folder, 'page.html'), await page(figures, { title: 'All kinds', runtime: await runtime() }))
    shared = await opened()
    await answering(shared, Object.keys(examples).length)
  })

  afterAll(async () => {
    await browser?.close()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  test('every kind answers, without a word on the console and without a request', async () => {
    const shown = shared
    expect(await shown.locator('.gardner-live svg').count()).toBe(Object.keys(examples).length)
    expect(await shown.locator('.gardner-live text:has(tspan)').count()).toBeGreaterThan(5)
    // what stands behind the frame stays there
    expect(await shown.locator('#capacities .gardner-live text', { hasText: '∞' }).isVisible()).toBe(true)
    expect(await shown.locator('#capacities .gardner-live g[clip-path] text', { hasText: '∞' }).count()).toBe(0)
    // nothing else may run here, and no text is compiled: the console would say so
    const policy = await shown.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content')
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; style-src/)
    expect(policy).not.toContain('unsafe-eval')
    expect(complaints).toEqual([])
  })

  test('the pointer is told the numbers, a drag moves, the button shows all again', async () => {
    const shown = shared
    const live = shown.locator('#minimum-distance .gardner-live')
    await live.scrollIntoViewIfNeeded()
    const box = await live.boundingBox()
    if (box === null) throw new Error('the figure has no place')
    const [x, y] = [box.x + 300, box.y + 180]
    await shown.mouse.move(x, y)
    await shown.waitForSelector('.gardner-tooltip:not([hidden])')
    expect(await shown.locator('.gardner-tooltip').innerText()).toMatch(
      /machine: (sign|ReLU)\s+load α = P\/N: [\d.]+\s+distance dmin: [\d.]+/,
    )
    const labels = () => live.locator('.role-axis-label').first().textContent()
    const before = await labels()
    expect(await shown.locator('#minimum-distance .gardner-again').isVisible()).toBe(false)
    await shown.mouse.down()
    await shown.mouse.move(x - 120, y - 40, { steps: 4 })
    await shown.mouse.up()
    await expect.poll(labels).not.toBe(before)
    await shown.locator('#minimum-distance .gardner-again').click()
    await expect.poll(labels).toBe(before)
    expect(complaints).toEqual([])
  })

  test('numbers and pictures can be taken away from a file', async () => {
    const shown = shared
    const take = async (name: string) => {
      const [download] = await Promise.all([
        shown.waitForEvent('download'),
        shown.locator(`#entropy a[download="${name}"]`).click(),
      ])
      return readFile(await download.path(), 'utf8')
    }
    expect(await take('entropy.csv')).toBe(csv(examples.entropy()))
    expect(await take('entropy.svg')).toBe(await svg(examples.entropy()))
  })

  test('on a narrow page, and without scripts, the drawing stays', async () => {
    for (const options of [{ viewport: { width: 360, height: 700 } }, { javaScriptEnabled: false }]) {
      const shown = await opened(options)
      await shown.waitForTimeout(200)
      const [drawing, live] = ['.gardner-drawing', '.gardner-live'].map((one) => shown.locator(`#entropy ${one}`))
      expect(await drawing.isVisible()).toBe(true)
      expect(await live.isVisible()).toBe(false)
      expect(await drawing.locator('svg >> visible=true').count()).toBe(1)
      const box = await drawing.locator('svg >> visible=true').boundingBox()
      expect(box?.width).toBeLessThanOrEqual(options.viewport?.width ?? 1200)
      await shown.close()
    }
  })

  test('ink and ground are those of the reader', async () => {
    for (const [colorScheme, ink] of [
      ['light', 'rgb(27, 30, 35)'],
      ['dark', 'rgb(230, 232, 235)'],
    ] as const) {
      await shared.emulateMedia({ colorScheme })
      const fill = shared.locator('#entropy .gardner-live .role-axis-label text').first()
      expect(await fill.evaluate((element) => getComputedStyle(element).fill)).toBe(ink)
    }
    await shared.emulateMedia({ colorScheme: null })
  })
})
