import { existsSync, readFileSync } from 'node:fs'
import { relu, sign } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { capacity, complete, machine, problem, saddlePoint } from '@gardner/core'
import { binary } from '@gardner/weights'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { address, chromium, page as file, launch, lines, type Opened, open, settled, threshold } from './browser.js'

/** The contrast of an element's type with what is behind it, as the WCAG has it. */
function contrast(element: Element): number {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (canvas === null) throw new Error('no canvas')
  const rgb = (colour: string): number[] => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  let behind: Element | null = element
  let ground = [0, 0, 0, 0]
  let opacity = 1
  for (; behind !== null; behind = behind.parentElement) {
    const style = getComputedStyle(behind)
    opacity *= Number(style.opacity)
    if (ground[3] === 0) ground = rgb(style.backgroundColor)
  }
  const ink = rgb(getComputedStyle(element).color).map((value, i) => opacity * value + (1 - opacity) * ground[i])
  const light = (colour: readonly number[]) => {
    const [r, g, b] = colour.slice(0, 3).map((value) => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [a, b] = [light(ink), light(ground)].sort((one, other) => other - one)
  return (a + 0.05) / (b + 0.05)
}

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
      const { value, error } = complete(capacity(machine({ activation, weights: binary }), rs))
      // the functions of two engines of JavaScript may differ in the last bit
      expect(Math.abs((await threshold(page, card + 1, 'rs')) - value)).toBeLessThanOrEqual(error)
      const text = await page.locator(`[data-card="${card + 1}"] [data-threshold="rs"] .quantity`).textContent()
      expect(text).toMatch(/^0\.\d{13,15} ± \de-1\d$/)
      expect(Math.abs(Number(text?.split(' ')[0]) - value)).toBeLessThanOrEqual(2 * error)
    }
    await settled(page, 'franz-parisi')
    const solution = complete(saddlePoint(problem({ activation: relu, weights: binary, alpha: 0.5 }), rs))
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
    // a head with the symbols, and a line for each machine
    await expect.poll(() => told.count()).toBe(3)
    expect(await told.first().locator('th').allTextContents()).toEqual(['', 'α', 'S'])
    expect(await told.nth(1).locator('.name').textContent()).toBe('relu')
    const [x, y] = (await told.nth(1).locator('td').allTextContents()).slice(-2).map(Number)
    const { entropy } = complete(saddlePoint(problem({ activation: relu, weights: binary, alpha: x }), rs))
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
    const { page } = await visited('v=1&machine=committee;formula:max(0%2C%20x)%20%2B%200.1*x;binary;0.25&alpha=0.4')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const limit = await threshold(page, 1, 'rs')
    await page.getByLabel('load α', { exact: true }).first().fill('0.35')
    await page.waitForFunction(() => location.hash.includes('alpha=0.35'))
    await page.getByRole('button', { name: /Copy a link/ }).click()
    await page.getByText('copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toBe(page.url())
    const other = await open(browser, new URL(link).hash.slice(1))
    expect(await threshold(other.page, 1, 'rs')).toBe(limit)
    expect(await other.page.locator('#alpha-number').inputValue()).toBe('0.35')
    await other.page.context().close()
    await page.goBack()
    await expect.poll(() => page.locator('#alpha-number').inputValue()).toBe('0.4')
    await page.goForward()
    await expect.poll(() => page.locator('#alpha-number').inputValue()).toBe('0.35')
    await page.context().clearPermissions()
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
    // a run that is stopped before it has told of itself leaves what was known of the last one
    await page.waitForSelector('.state[data-state="running"]:has-text("of 200")')
    await page.getByLabel('seed').fill('5')
    await page.waitForSelector('.state[data-state="stopped"]')
    expect(await page.getByRole('button', { name: 'Start' }).count()).toBe(1)
    expect(complaints).toEqual([])
  })

  describe('on a telephone', () => {
    const at = (tab: string) => `v=1&machine=committee;relu;binary;0&alpha=0.5&tab=${tab}&solutions=dense`
    let page: Page
    beforeAll(async () => {
      page = (
        await open(browser, at('theory'), { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
      ).page
    })
    afterAll(() => page?.context().close())

    it('fits', async () => {
      await page.goto(address(at('theory')))
      await settled(page, 'entropy')
      const width = () => page.evaluate(() => document.documentElement.scrollWidth)
      expect(await width()).toBe(360)
      // figures begin on the first screen, and the load stays at its top
      await page.evaluate(() => scrollTo(0, 0))
      expect((await page.locator('[data-figure="entropy"]').boundingBox())?.y).toBeLessThan(740)
      await page.locator('[data-figure="kernel"]').scrollIntoViewIfNeeded()
      expect((await page.locator('.load').boundingBox())?.y).toBe(0)
      await page.locator('[data-card="1"] .unfold').click()
      await page.locator('[data-card="1"] .thresholds').waitFor()
      await page.goto(address(at('finite')))
      await page.getByRole('button', { name: 'Start' }).waitFor()
      expect(await width()).toBe(360)
    })

    it('is dragged by a finger', async () => {
      await page.goto(address(at('theory')))
      await settled(page, 'entropy')
      const grip = page.locator('.handle .touch')
      await grip.evaluate((one) => one.scrollIntoView({ block: 'center' }))
      const box = await grip.boundingBox()
      if (box === null) throw new Error('there is no handle')
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      const touch = await page.context().newCDPSession(page)
      const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
        touch.send('Input.dispatchTouchEvent', { type, touchPoints })
      await send('touchStart', { x, y })
      for (let step = 1; step <= 10; step++) await send('touchMove', { x: x - 8 * step, y })
      await send('touchEnd')
      // 80 of some 270 pixels, of an axis that ends at 1.1
      await expect.poll(async () => Number(await page.locator('#alpha-number').inputValue())).toBeLessThan(0.3)
    })
  })

  it('never joins a mark to a number, in text or for who listens', async () => {
    const { page } = await visited('v=1')
    await page.locator('[data-card="1"] [data-threshold="2rsb"] .mark span').waitFor({ timeout: 600_000 })
    const rows = await page
      .locator('[data-card="1"] .thresholds tr')
      .evaluateAll((all) => all.map((row) => (row as HTMLElement).innerText))
    expect(rows).toHaveLength(4)
    for (const row of rows) expect(row).toMatch(/\s\d\.\d+ ± \de-\d+(\s|$)/)
    const tree = await page.locator('[data-card="1"]').ariaSnapshot()
    const cells = [...tree.matchAll(/cell "(\d\.\d+ ± [^"]*)"/g)].map(([, cell]) => cell)
    expect(cells).toHaveLength(4)
    for (const cell of cells) expect(cell).toMatch(/^\d\.\d+ ± \de-\d\d?$/)
    // marks are letters: no digit that could be taken for one of the number
    expect(tree).toMatch(/cell "a"/)
  })

  it('says at the field what is wrong with a load, and takes none of it', async () => {
    const { page } = await visited('v=1&machine=committee;relu;binary;0&alpha=0.7')
    await settled(page, 'entropy')
    const field = page.locator('#alpha-number')
    for (const value of ['-1', '0', '150']) {
      await field.fill(value)
      expect(await page.locator('.load .wrong').textContent()).toBe('expected a number from 0.001 to 100')
      expect(await field.getAttribute('aria-invalid')).toBe('true')
    }
    await field.blur()
    expect(await page.locator('.load .wrong').textContent()).toMatch(/^150 is not taken: expected/)
    expect(await field.inputValue()).toBe('0.7')
    await field.press('ArrowUp')
    await expect.poll(() => field.inputValue()).toBe('0.705')
    expect(await page.locator('.load .wrong').count()).toBe(0)
    // a load far beyond leaves the axis to the curves, and its label within the panel
    for (const value of ['99', '1.013']) {
      await field.fill(value)
      await expect.poll(() => page.locator('.handle text').textContent()).toContain(`α = ${value}`)
      expect(Number(await page.locator('.handle .grip').getAttribute('aria-valuemax'))).toBeLessThan(1.5)
      const [label, panel] = await Promise.all([
        page.locator('.handle text').boundingBox(),
        page.locator('[data-figure="entropy"]').boundingBox(),
      ])
      expect((label?.x ?? 0) + (label?.width ?? 0)).toBeLessThan((panel?.x ?? 0) + (panel?.width ?? 0))
    }
  })

  it('says once, at its card, why a machine cannot be computed, and how long it takes', async () => {
    const { page } = await visited(
      'v=1&machine=committee;relu;binary;0&machine=committee;formula:sin(3000*x);binary;0&alpha=0.5',
    )
    const wrong = page.locator('[data-card="2"] .wrong')
    await wrong.waitFor({ timeout: 600_000 })
    await settled(page, 'stabilities')
    const text = (await wrong.textContent()) ?? ''
    expect(text.length).toBeGreaterThan(20)
    expect(await page.getByText(text).count()).toBe(1)
    expect(await page.locator('.remark').count()).toBe(0)
    expect(await lines(page, 'entropy')).toHaveLength(1)
  })

  it('has a way in: examples, explanations with formulas, a glossary', async () => {
    const { page, complaints } = await visited('v=1')
    await page.getByRole('button', { name: 'Gardner’s perceptron' }).click()
    await expect.poll(() => threshold(page, 1, 'rs'), { timeout: 600_000 }).toBeCloseTo(2, 9)
    expect(await page.locator('[data-card]').count()).toBe(1)
    expect(await page.locator('.look').textContent()).toMatch(/two patterns a weight/)
    for (const figure of ['entropy', 'stabilities', 'franz-parisi', 'local-entropy', 'activation', 'kernel']) {
      const panel = page.locator(`[data-figure="${figure}"]`)
      await panel.getByRole('button', { name: 'What this figure shows' }).click()
      expect(await panel.locator('math').evaluate((math) => math.namespaceURI)).toContain('MathML')
      expect((await panel.locator('.formula').boundingBox())?.height).toBeGreaterThan(20)
    }
    await page.getByRole('button', { name: 'glossary' }).click()
    await page.getByRole('dialog', { name: 'What the symbols mean' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.glossary').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'A dense region forms' }).click()
    await page.waitForSelector(
      '.state[data-state="running"], .state[data-state="solved"], .state[data-state="unsolved"]',
    )
    expect(complaints).toEqual([])
  })

  it('gives a tour at the first visit, by keys, and not again', async () => {
    const { page, complaints } = await open(browser, '', { first: true })
    const tour = page.getByRole('dialog', { name: 'Tour of the page' })
    await tour.waitFor()
    for (let i = 1; i < 8; i++) {
      expect(await tour.textContent()).toContain(`${i} of 8`)
      // what is told of is in sight, and not below the note
      const [spot, note] = await Promise.all([page.locator('.spot').boundingBox(), tour.boundingBox()])
      expect(spot?.width).toBeGreaterThan(20)
      expect(note?.y).toBeGreaterThan(0)
      expect((note?.y ?? 0) + (note?.height ?? 0)).toBeLessThanOrEqual(900)
      await page.keyboard.press('Enter')
      await expect.poll(() => tour.textContent()).toContain(`${i + 1} of 8`)
    }
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => tour.textContent()).toContain('7 of 8')
    await page.keyboard.press('Escape')
    await tour.waitFor({ state: 'detached' })
    await page.goto(address())
    await page.reload()
    await page.locator('[data-card]').first().waitFor()
    expect(await tour.count()).toBe(0)
    await page.getByRole('button', { name: 'tour' }).click()
    await tour.waitFor()
    await page.getByRole('button', { name: 'skip' }).click()
    await tour.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('has type that can be read: a contrast of 4.5 in either theme', async () => {
    const { page } = await visited('v=1&machine=committee;relu;binary;0')
    await threshold(page, 1, 'rs')
    await settled(page, 'entropy')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const selector of [
        '.rest',
        '.error',
        '.menu button:enabled',
        '.caption',
        '.look',
        '.legend',
        'small',
        '.why',
      ]) {
        const found = page.locator(selector).first()
        if ((await found.count()) === 0) continue
        expect(await found.evaluate(contrast), `${selector}, ${colorScheme}`).toBeGreaterThanOrEqual(4.5)
      }
    }
    await page.emulateMedia({ colorScheme: null })
  })

  it('shows a table in the place of its figure, so that nothing gapes', async () => {
    const { page } = await visited('v=1&machine=committee;relu;binary;0')
    const panel = page.locator('[data-figure="local-entropy"]')
    await settled(page, 'local-entropy')
    const before = (await panel.boundingBox())?.height
    await panel.getByRole('button', { name: 'table' }).click()
    await panel.locator('.data').waitFor()
    expect((await panel.boundingBox())?.height).toBe(before)
  })

  it('is addressed as a file', () => expect(address()).toMatch(/^file:.*index\.html$/))
})
