import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { address, chromium, launch, lines, open, settled } from './browser.js'

/** How long things take is printed; what is asserted holds on a machine that is busy with other work too. */
const told = (what: string, milliseconds: number): void => console.log(`${what}: ${milliseconds.toFixed(0)} ms`)

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]

describe.skipIf(!existsSync(chromium))('the pace of the page', { timeout: 90_000 }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it('shows a first curve soon after it was opened', async () => {
    const times: number[] = []
    for (let i = 0; i < 3; i++) {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
      await page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (document.querySelector('[data-figure="entropy"] .mark-line path[d^="M"]') === null) return
          observer.disconnect()
          performance.mark('first curve')
        }).observe(document, { childList: true, subtree: true })
      })
      await page.goto(address())
      await settled(page, 'entropy')
      times.push(await page.evaluate(() => performance.getEntriesByName('first curve')[0].startTime))
      await page.context().close()
    }
    told('from load to the first curve', Math.min(...times))
    expect(Math.min(...times)).toBeLessThan(5000)
  })

  it('keeps up with a handle that is dragged, and refreshes its curves', async () => {
    const { page } = await open(browser)
    for (const figure of ['entropy', 'stabilities', 'franz-parisi', 'local-entropy']) await settled(page, figure)
    const before = await lines(page, 'stabilities')
    const box = await page.locator('.handle .field').boundingBox()
    if (box === null) throw new Error('there is no handle')
    const [x, y] = [(share: number) => box.x + box.width * share, box.y + 40]
    await page.evaluate(() => {
      const frames: number[] = []
      const frame = (time: number) => {
        frames.push(time)
        requestAnimationFrame(frame)
      }
      requestAnimationFrame(frame)
      Object.assign(window, { frames })
    })
    await page.mouse.move(x(0.6), y)
    await page.mouse.down()
    for (let i = 0; i < 100; i++) {
      await page.mouse.move(x(0.6 - 0.3 * Math.sin(i / 12)), y)
      await page.waitForTimeout(10)
    }
    const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames)
    const deltas = frames.slice(1).map((time, i) => time - frames[i])
    await page.mouse.up()
    const slow = deltas.filter((delta) => delta > 1000 / 30 + 1).length
    told('frames of a drag, median', median(deltas))
    console.log(
      `frames of a drag over 1/30 s: ${slow} of ${deltas.length}, longest ${Math.max(...deltas).toFixed(0)} ms`,
    )
    expect(median(deltas)).toBeLessThan(100)
    for (const figure of ['stabilities', 'franz-parisi', 'local-entropy']) await settled(page, figure)
    expect(await lines(page, 'stabilities')).not.toEqual(before)

    for (const [what, figure, state] of [
      ['a change of α to the refreshed P(Δ), RS', 'stabilities', 'coarse'],
      ['a change of α to a refreshed Franz–Parisi curve', 'franz-parisi', 'coarse'],
      ['… refined', 'franz-parisi', 'done'],
      ['a change of α to a refreshed local entropy', 'local-entropy', 'coarse'],
      ['… refined', 'local-entropy', 'done'],
    ]) {
      const times: number[] = []
      for (const alpha of ['0.41', '0.52', '0.63']) {
        times.push(await refreshed(page, () => page.locator('#alpha-number').fill(alpha), figure, state))
        await settled(page, 'local-entropy')
        await settled(page, 'franz-parisi')
      }
      told(what, median(times))
      expect(median(times)).toBeLessThan(10_000)
    }
    const margins: number[] = []
    for (const kappa of ['0.05', '0.1', '0.15']) {
      const field = page.locator('[data-card="1"]').getByLabel('margin κ')
      margins.push(await refreshed(page, () => field.fill(kappa), 'entropy', 'coarse'))
      for (const figure of ['entropy', 'franz-parisi', 'local-entropy']) await settled(page, figure)
    }
    told('a change of κ to the refreshed S(α), RS', median(margins))
    expect(median(margins)).toBeLessThan(10_000)
    await page.context().close()
  })
})

/** Milliseconds in the page from a change to when a figure has left the old state and reached the new one. */
async function refreshed(page: Page, change: () => Promise<void>, figure: string, state: string): Promise<number> {
  await page.evaluate(
    ([name, wanted]) => {
      const panel = document.querySelector(`[data-figure="${name}"]`) as HTMLElement
      const done = wanted === 'done' ? ['done'] : ['coarse', 'done']
      performance.clearMarks()
      let left = false
      const begin = () => performance.mark('begin')
      document.addEventListener('input', begin, { capture: true, once: true })
      new MutationObserver((_, observer) => {
        const { progress = '' } = panel.dataset
        if (!done.includes(progress) || progress === 'stale') left = true
        else if (left) {
          observer.disconnect()
          // when it is drawn
          requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('end')))
        }
      }).observe(panel, { attributes: true, attributeFilter: ['data-progress'] })
    },
    [figure, state],
  )
  await change()
  await page.waitForFunction(() => performance.getEntriesByName('end').length > 0, undefined, { timeout: 40_000 })
  return page.evaluate(
    () => performance.getEntriesByName('end')[0].startTime - performance.getEntriesByName('begin')[0].startTime,
  )
}
