import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderWith } from './harness.js'
import { runStudy, tiny } from './reproduce-study.js'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const there = existsSync(executablePath)
if (!there) console.warn(`no Chromium at ${executablePath} (set CHROMIUM): the report is not opened in a browser`)

const args =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  )

describe.runIf(there)('the report in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args })
  }, 60_000)
  afterAll(() => browser?.close())

  it('shows numbers and figures, light, dark, narrow and on paper, without a network', async () => {
    const folder = folderWith()
    expect((await runStudy(folder)).code).toBe(0)
    const url = pathToFileURL(join(folder, 'out', 'tiny', 'report.html')).href
    const inks: string[] = []
    for (const look of [
      { colorScheme: 'light', viewport: { width: 1200, height: 900 } },
      { colorScheme: 'dark', viewport: { width: 1200, height: 900 } },
      { colorScheme: 'light', viewport: { width: 360, height: 700 } },
    ] as const) {
      const context = await browser.newContext(look)
      const page = await context.newPage()
      const heard: string[] = []
      page.on('console', (message) => heard.push(message.text()))
      page.on('pageerror', (error) => heard.push(String(error)))
      page.on('request', (request) => void (request.url().startsWith('file:') || heard.push(request.url())))
      await page.goto(url)
      expect(await page.title()).toBe(`${tiny.title} · gardner reproduce tiny`)
      expect(await page.locator('h1').allTextContents()).toEqual([tiny.title])

      const rows = page.locator('section:has(#numbers) tbody tr')
      expect(await rows.count()).toBe(tiny.datasets[0].lines.length)
      const first = await rows.first().allInnerTexts()
      expect(first[0].replace(/\s+/g, ' ')).toMatch(
        /^capacity αc sign, binary RS 0\.946952\d+ \S+ 0\.94695 \(a\) agrees \(\+0\.24\)$/,
      )
      expect(await page.locator('table:not(:has(caption))').count()).toBe(await page.locator('details table').count())
      expect(await page.locator('th:not([scope])').count()).toBe(0)

      // what is copied, or read out, of a number is the number
      const cells = await page.locator('section:has(#numbers) td.number').allInnerTexts()
      expect(cells.filter((text) => /\d/.test(text)).length).toBeGreaterThan(3)
      for (const text of cells.filter((text) => text !== ''))
        expect(text.trim()).toMatch(/^(−?\d+(\.\d+)?(e-?\d+)?|∞|–|none)$/)
      const copied = await page.evaluate(() => {
        const table = document.querySelector('section:has(#numbers) table:last-of-type') as Element
        getSelection()?.selectAllChildren(table)
        return String(getSelection())
      })
      for (const text of cells) expect(copied).toContain(text)
      expect(copied).not.toMatch(/\d[⁰¹²³⁴⁵⁶⁷⁸⁹a-df-z]/)

      const narrow = look.viewport.width < 600
      const figures = page.locator(`figure .${narrow ? 'below' : 'beside'} svg[role=img]`)
      expect(await page.locator(`figure .${narrow ? 'beside' : 'below'} svg >> visible=true`).count()).toBe(0)
      expect(await figures.count()).toBe(7)
      for (const figure of await figures.all()) {
        expect(await figure.isVisible()).toBe(true)
        const box = await figure.boundingBox()
        expect(box?.height).toBeGreaterThan(80)
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(look.viewport.width)
      }
      // ids are of one figure each, and what refers to them finds them
      const lost = await page.evaluate(() => {
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
        const asked = [...document.querySelectorAll('[clip-path]')].map((part) =>
          part.getAttribute('clip-path')?.slice(5, -1),
        )
        const local = [...document.querySelectorAll('a[href^="#"]')].map((part) => part.getAttribute('href')?.slice(1))
        return [
          ...ids.filter((id, i) => ids.indexOf(id) !== i),
          ...[...asked, ...local].filter((id) => !ids.includes(id ?? '')),
        ]
      })
      expect(lost).toEqual([])
      const ink = await page.evaluate(() => getComputedStyle(document.querySelector('figure svg') as Element).color)
      inks.push(ink)
      // only what is wide scrolls
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      for (const link of await page.locator('.files a').all()) {
        expect(existsSync(join(folder, 'out', 'tiny', (await link.getAttribute('href')) as string))).toBe(true)
      }
      await page.emulateMedia({ media: 'print', colorScheme: look.colorScheme })
      expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(27, 30, 35)')
      expect(await page.locator('figure .beside svg').first().isVisible()).toBe(true)
      expect(heard).toEqual([])
      await context.close()
    }
    expect(inks).toEqual(['rgb(27, 30, 35)', 'rgb(230, 232, 235)', 'rgb(27, 30, 35)'])
  })
})
