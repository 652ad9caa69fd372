import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { address, chromium, launch, lines, open, settled } from './browser.js'

/** How long things take is printed and not asserted: that it comes at all holds on a machine that is busy with other work too. */
const told = (what: string, milliseconds: number): void => console.log(`${what}: ${milliseconds.toFixed(0)} ms`)

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]

describe.skipIf(!existsSync(chromium))('the pace of the page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  it('shows a first curve soon after it was opened', async () => {
    const times: number[] = []
    const visits = representatives([1, 2], 2)
    for (const _ of visits) {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
      await page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (document.querySelector('[data-figure="entropy"] .mark-line path[d^="M"]') === null) return
          observer.disconnect()
          performance.mark('first curve')
        }).observe(document, { childList: true, subtree: true })
      })
      await page.addInitScript(() => localStorage.setItem('gardner-tour', 'seen'))
      await page.goto(address())
      await page.waitForFunction(() => performance.getEntriesByName('first curve').length > 0, undefined, {
        timeout: 600_000,
      })
      times.push(await page.evaluate(() => performance.getEntriesByName('first curve')[0].startTime))
      await page.context().close()
    }
    told('from load to the first curve', Math.min(...times))
    expect(times).toHaveLength(visits.length)
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
    for (let i = 0; i < 70; i++) {
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
    expect(deltas.length).toBeGreaterThan(0)
    for (const figure of ['stabilities', 'franz-parisi', 'local-entropy']) await settled(page, figure)
    expect(await lines(page, 'stabilities')).not.toEqual(before)

    const watched = [
      { what: 'a change of α to the refreshed P(Δ), RS', figure: 'stabilities', state: 'coarse' },
      { what: 'a change of α to a refreshed Franz–Parisi curve', figure: 'franz-parisi', state: 'coarse' },
      { what: 'a change of α to a refined Franz–Parisi curve', figure: 'franz-parisi', state: 'done' },
      { what: 'a change of α to a refreshed local entropy', figure: 'local-entropy', state: 'coarse' },
      { what: 'a change of α to a refined local entropy', figure: 'local-entropy', state: 'done' },
    ]
    const kappa = page.locator('[data-card="1"]').getByLabel('margin κ')
    const margin = [{ what: 'a change of κ to the refreshed S(α), RS', figure: 'entropy', state: 'coarse' }]
    const loads = representatives(['0.41', '0.52'], 2)
    const margins = representatives(['0.05', '0.1', '0.15'], 3)
    const times = [
      ...(await refreshed(
        page,
        watched,
        loads.map((alpha) => () => page.locator('#alpha-number').fill(alpha)),
      )),
      ...(await refreshed(
        page,
        margin,
        margins.map((value) => () => kappa.fill(value)),
      )),
    ]
    for (const { what, median } of times) {
      told(what, median)
      expect(median).toBeGreaterThan(0)
    }
    await page.context().close()
  })
})

interface Watched {
  readonly what: string
  readonly figure: string
  readonly state: string
}

/** Milliseconds in the page from a change to when figures have left their old state and are drawn in the new one. */
async function refreshed(page: Page, watched: readonly Watched[], changes: readonly (() => Promise<void>)[]) {
  const times: number[][] = watched.map(() => [])
  for (const change of changes) {
    for (const figure of ['entropy', 'stabilities', 'franz-parisi', 'local-entropy']) await settled(page, figure)
    await page.evaluate((all) => {
      performance.clearMarks()
      document.addEventListener('input', () => performance.mark('begin'), { capture: true, once: true })
      for (const [i, { figure, state }] of all.entries()) {
        const panel = document.querySelector(`[data-figure="${figure}"]`) as HTMLElement
        let left = false
        new MutationObserver((_, observer) => {
          const { progress = '' } = panel.dataset
          if (progress === 'stale') left = true
          else if (left && (progress === 'done' || progress === state)) {
            observer.disconnect()
            requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(`end ${i}`)))
          }
        }).observe(panel, { attributes: true, attributeFilter: ['data-progress'] })
      }
    }, watched)
    await change()
    const count = watched.length + 1
    await page.waitForFunction((count) => performance.getEntriesByType('mark').length >= count, count, {
      timeout: 600_000,
    })
    const ends = await page.evaluate((count) => {
      const at = (name: string) => performance.getEntriesByName(name)[0].startTime
      return Array.from({ length: count }, (_, i) => at(`end ${i}`) - at('begin'))
    }, watched.length)
    for (const [i, end] of ends.entries()) times[i].push(end)
  }
  return watched.map(({ what }, i) => ({ what, median: median(times[i]) }))
}
