import { existsSync, readFileSync } from 'node:fs'
import { relu, sign } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { capacityNow, problem, solveNow } from '@gardner/core'
import { binary } from '@gardner/weights'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { address, chromium, page as file, launch, lines, type Opened, open, settled, threshold } from './browser.js'

/** A machine on which other work runs as well is slow at times: what is too long here is so on any. */

describe.skipIf(!existsSync(chromium))('the page', () => {
  let browser: Browser
  /** As it opens: tests that change nothing of it share it, the last of them does what it wants. */
  let shared: Opened
  beforeAll(async () => {
    browser = await launch()
    shared = await open(browser)
  })
  afterAll(() => browser?.close())
  /** The page that is shared, at another address: what is in it need not be begun again. */
  const visited = async (fragment: string): Promise<Opened> => {
    shared.complaints.length = 0
    await shared.page.goto(address(fragment))
    return shared
  }

  it('opens from a file, asks for nothing, says nothing wrong', async () => {
    const { page, complaints } = shared
    for (const figure of ['entropy', 'stabilities', 'franz-parisi', 'local-entropy', 'activation', 'kernel']) {
      await settled(page, figure)
      expect(await lines(page, figure), figure).toHaveLength(2)
    }
    expect(complaints).toEqual([])
    const text = readFileSync(file, 'utf8')
    expect(text).toContain("default-src 'none'")
    expect(text).not.toMatch(/unsafe-eval'(?!;)|<script[^>]+src=|<link[^>]+stylesheet/)
  })

  it('shows the numbers of the library', async () => {
    const { page } = shared
    for (const [card, activation] of [relu, sign].entries()) {
      const { value, error } = capacityNow(problem({ activation, weights: binary }), rs)
      // the functions of two engines of JavaScript may differ in the last bit
      expect(Math.abs((await threshold(page, card + 1, 'rs')) - value)).toBeLessThanOrEqual(error)
      const text = await page.locator(`[data-card="${card + 1}"] [data-threshold="rs"] .quantity`).textContent()
      expect(text).toMatch(/^0\.\d{13,15} ± \de-1\d$/)
      expect(Math.abs(Number(text?.split(' ')[0]) - value)).toBeLessThanOrEqual(2 * error)
    }
    await settled(page, 'franz-parisi')
    const solution = solveNow(problem({ activation: relu, weights: binary, alpha: 0.5 }), rs)
    const q = await page.locator('[data-card="1"] [data-at="q"] .quantity').textContent()
    expect(Math.abs(Number(q) - solution.at.q)).toBeLessThan(1e-6)
  })

  it('hands over figures as SVG, PNG and CSV, their numbers and their command lines', async () => {
    const { page } = shared
    await settled(page, 'franz-parisi')
    const panel = page.locator('[data-figure="franz-parisi"]')
    const file = async (format: string) => {
      const download = page.waitForEvent('download')
      await panel.getByRole('button', { name: `Download as ${format}` }).click()
      const got = await download
      expect(got.suggestedFilename()).toBe(`gardner-franz-parisi.${format.toLowerCase()}`)
      return readFileSync(await got.path())
    }
    const svg = String(await file('SVG'))
    expect(svg).toMatch(/^<svg[\s\S]*relu · binary[\s\S]*<\/svg>\s*$/)
    const png = await file('PNG')
    expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
    // the header of a PNG: its width
    expect(png.readUInt32BE(16)).toBeGreaterThan(800)
    const csv = String(await file('CSV'))
      .trim()
      .split(/\r?\n/)
    expect(csv[0]).toMatch(/machine.*distance,entropy/)
    expect(csv.length).toBeGreaterThan(20)
    await panel.getByRole('button', { name: 'table' }).click()
    expect(await panel.locator('.data tbody tr').count()).toBe(csv.length - 1)
  })

  it('tells the values of its curves under the mouse', async () => {
    const { page } = shared
    const chart = page.locator('[data-figure="entropy"] .chart')
    const box = await chart.boundingBox()
    if (box === null) throw new Error('there is no chart')
    await page.mouse.move(box.x + 0.35 * box.width, box.y + 0.5 * box.height)
    const told = page.locator('[data-figure="entropy"] .cross-hair tr')
    await expect.poll(() => told.count()).toBe(2)
    const [x, y] = (await told.first().locator('td').allTextContents()).slice(-2).map(Number)
    const { entropy } = solveNow(problem({ activation: relu, weights: binary, alpha: x }), rs)
    // four digits of each, and S falls with a slope of some −0.7
    expect(Math.abs(y - entropy.value)).toBeLessThan(2e-4)
    await page.mouse.move(0, 0)
    await expect.poll(() => told.count()).toBe(0)
  })

  it('is used by the keyboard', async () => {
    const { page } = shared
    await settled(page, 'entropy')
    await page.getByRole('tab', { name: 'Theory' }).focus()
    await page.keyboard.press('ArrowRight')
    const finite = page.getByRole('tab', { name: 'Finite machine' })
    await expect.poll(() => finite.getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('ArrowLeft')
    const handle = page.getByRole('slider', { name: 'load α, in the figure' })
    await handle.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => handle.getAttribute('aria-valuenow')).toBe('0.51')
    await page.keyboard.press('PageDown')
    await expect.poll(() => page.locator('#alpha-number').inputValue()).toBe('0.46')
    // nothing that can be used is without a name
    const nameless = await page
      .locator('button, input, select, [role="slider"]')
      .evaluateAll((all) =>
        all
          .filter(
            (one) =>
              one.getAttribute('aria-hidden') !== 'true' &&
              !one.getAttribute('aria-label') &&
              !(one as HTMLInputElement).labels?.length &&
              !one.textContent?.trim(),
          )
          .map((one) => one.outerHTML),
      )
    expect(nameless).toEqual([])
  })

  it('takes a formula, and shows where a bad one is wrong while the last good one stays', async () => {
    const { page, complaints } = await visited('v=1&machine=committee;relu;binary;0&alpha=0.6')
    const named = await threshold(page, 1, 'rs')
    await page.getByLabel('activation g', { exact: true }).selectOption('formula')
    const field = page.getByLabel('g(x) =')
    await field.fill('max(0, x)')
    await page.waitForFunction(() =>
      document.querySelector('.thresholds:not(.stale) [data-threshold="rs"] [data-value]'),
    )
    // the same function: the same capacity, to what the derived kernel leaves
    await expect.poll(() => threshold(page, 1, 'rs'), { timeout: 600_000 }).toBeCloseTo(named, 6)
    await field.fill('max(0, x) + 2*y')
    const wrong = page.locator('.activation .wrong')
    await wrong.waitFor()
    expect(await wrong.textContent()).toMatch(/character 15.*y.*last good one stays/s)
    expect(await page.locator('.underline u').getAttribute('data-index')).toBe('14')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('[data-card="1"] h2').textContent()).toContain('max(0, x) ·')
    await field.fill('max(0, x) + 2*abs(x)')
    await wrong.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('[data-card="1"] h2').textContent()).toContain('2*abs(x)')
    expect(complaints).toEqual([])
  })

  it('compares up to four machines', async () => {
    const { page } = await visited('v=1')
    await expect.poll(() => page.locator('[data-card]').count()).toBe(2)
    await page.getByRole('button', { name: /add a machine/ }).click()
    await page.getByRole('button', { name: /^Duplicate relu/ }).click()
    expect(await page.locator('[data-card]').count()).toBe(4)
    expect(await page.getByRole('button', { name: /add a machine/ }).isDisabled()).toBe(true)
    await page.locator('[data-card="4"]').getByRole('radio', { name: 'spherical' }).check()
    await page.locator('[data-card="2"]').getByRole('radio', { name: 'perceptron' }).check()
    await settled(page, 'stabilities')
    await expect.poll(() => lines(page, 'entropy'), { timeout: 600_000 }).toHaveLength(4)
    const colours = await page
      .locator('[data-figure="entropy"] .chart .mark-line path')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('stroke')))
    expect(new Set(colours).size).toBe(4)
    await page.getByRole('button', { name: /^Remove relu/ }).click()
    await expect.poll(() => lines(page, 'entropy'), { timeout: 600_000 }).toHaveLength(3)
    expect(await page.locator('[data-card="1"] h2').textContent()).toBe('perceptron · binary')
  })

  it('says in words what does not exist', async () => {
    const { page } = await visited('v=1&machine=committee;relu;spherical;0&alpha=6')
    const remark = page.locator('[data-figure="franz-parisi"] .remark')
    await remark.first().waitFor({ timeout: 600_000 })
    expect((await remark.first().textContent())?.length).toBeGreaterThan(20)
    await expect
      .poll(() => page.locator('[data-figure="entropy"] .remark').allTextContents(), { timeout: 600_000 })
      .toEqual([expect.stringMatching(/α = 6 .*beyond its capacity/)])
  })

  it('is shared by its address, and goes back and forward', async () => {
    const { page } = await open(
      browser,
      'v=1&machine=committee;formula:max(0%2C%20x)%20%2B%200.1*x;binary;0.25&alpha=0.4',
      { permissions: ['clipboard-read', 'clipboard-write'] },
    )
    const capacity = await threshold(page, 1, 'rs')
    await page.getByLabel('load α', { exact: true }).first().fill('0.35')
    await page.waitForFunction(() => location.hash.includes('alpha=0.35'))
    await page.getByRole('button', { name: /Copy a link/ }).click()
    await page.getByText('copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toBe(page.url())
    const other = await open(browser, new URL(link).hash.slice(1))
    expect(await threshold(other.page, 1, 'rs')).toBe(capacity)
    expect(await other.page.locator('#alpha-number').inputValue()).toBe('0.35')
    await other.page.context().close()
    await page.goBack()
    await expect.poll(() => page.locator('#alpha-number').inputValue()).toBe('0.4')
    await page.goForward()
    await expect.poll(() => page.locator('#alpha-number').inputValue()).toBe('0.35')
    await page.context().close()
  })

  it('says what is wrong with a bad address, and shows the defaults', async () => {
    const { page, complaints } = await visited('v=1&machine=committee;rlu;binary;0&alpha=x')
    const notices = page.getByRole('alert')
    expect(await notices.textContent()).toMatch(/did you mean relu.*alpha="x"/s)
    expect(await page.locator('#alpha-number').inputValue()).toBe('0.5')
    await page.getByRole('button', { name: 'close' }).click()
    await notices.waitFor({ state: 'detached' })
    await settled(page, 'entropy', 'coarse')
    expect(complaints).toEqual([])
  })

  it('trains a finite machine, and stops where something is changed', async () => {
    const { page, complaints } = await visited(
      'v=1&machine=committee;relu;binary;0&alpha=0.2&tab=finite&units=4&inputs=300&replicas=3&sweeps=400',
    )
    await page.getByRole('button', { name: 'Start' }).click()
    await page.waitForSelector('.state[data-state="solved"], .state[data-state="unsolved"]', { timeout: 600_000 })
    expect(await page.locator('.state').textContent()).toMatch(/sweep \d+ of 400.*errors .* of 60.*overlap 0\.\d+/)
    for (const figure of ['errors', 'overlap', 'histogram']) await settled(page, figure)
    expect(await lines(page, 'errors')).toHaveLength(1)
    await page.getByLabel('sweeps', { exact: true }).fill('200000')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.waitForSelector('.state[data-state="running"]')
    await page.getByLabel('seed').fill('5')
    await page.waitForSelector('.state[data-state="stopped"]')
    expect(await page.getByRole('button', { name: 'Start' }).count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it('fits a telephone', async () => {
    const at = (tab: string) => `v=1&machine=committee;relu;binary;0&alpha=0.5&tab=${tab}&solutions=dense`
    const telephone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
    const { page } = await open(browser, at('theory'), telephone)
    await settled(page, 'entropy')
    const width = () => page.evaluate(() => document.documentElement.scrollWidth)
    expect(await width()).toBe(360)
    await page.goto(address(at('finite')))
    await page.getByRole('button', { name: 'Start' }).waitFor()
    expect(await width()).toBe(360)
    await page.context().close()
  })

  it('is dragged by a finger', async () => {
    const { page } = await open(browser, '', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
    await settled(page, 'entropy')
    const grip = page.locator('.handle .touch')
    await grip.evaluate((one) => one.scrollIntoView({ block: 'center' }))
    const box = await grip.boundingBox()
    if (box === null) throw new Error('there is no handle')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const touch = await page.context().newCDPSession(page)
    const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints })
    await at('touchStart', { x, y })
    for (let step = 1; step <= 10; step++) await at('touchMove', { x: x - 8 * step, y })
    await at('touchEnd')
    // 80 of some 270 pixels, of an axis that ends at 1.1
    await expect.poll(async () => Number(await page.locator('#alpha-number').inputValue())).toBeLessThan(0.3)
    await page.context().close()
  })

  it('is addressed as a file', () => expect(address()).toMatch(/^file:.*index\.html$/))
})
