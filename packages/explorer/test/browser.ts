import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, type Page, chromium as program } from 'playwright-core'

export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

export const page = join(import.meta.dirname, '..', 'dist', 'index.html')

/** The address of the page as a file. */
export const address = (fragment = ''): string => `${pathToFileURL(page)}${fragment === '' ? '' : `#${fragment}`}`

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const silent = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

export const launch = (): Promise<Browser> => program.launch({ executablePath: chromium, args: [...flags, ...silent] })

/** A page that keeps what it should not have said or asked for. */
export interface Opened {
  readonly page: Page
  /** Errors of the console and of scripts, and requests that leave the page. */
  readonly complaints: string[]
}

/** Opens the page as one who has seen the tour, or with `first` as one who has not. */
export async function open(
  browser: Browser,
  fragment = '',
  { first = false, ...options }: BrowserContextOptions & { readonly first?: boolean } = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    acceptDownloads: true,
    ...options,
  })
  context.setDefaultTimeout(600_000)
  const page = await context.newPage()
  if (!first) await page.addInitScript(() => localStorage.setItem('gardner-tour', 'seen'))
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(address(fragment))
  return { page, complaints }
}

/** Waits until a figure shows what is asked, in full or, with `coarse`, in outline. */
export const settled = (page: Page, figure: string, state = 'done'): Promise<unknown> =>
  page.waitForSelector(
    state === 'coarse'
      ? `[data-figure="${figure}"]:is([data-progress="coarse"], [data-progress="done"])`
      : `[data-figure="${figure}"][data-progress="${state}"]`,
    { timeout: 600_000 },
  )

/** The lines of a figure as they are drawn. */
export const lines = (page: Page, figure: string): Promise<readonly string[]> =>
  page
    .locator(`[data-figure="${figure}"] .chart .mark-line path[d^="M"]`)
    .evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''))

/** A capacity as a card shows it. */
export async function threshold(page: Page, card: number, key: string): Promise<number> {
  const cell = page.locator(`[data-card="${card}"] .thresholds:not(.stale) [data-threshold="${key}"] [data-value]`)
  await cell.waitFor({ timeout: 600_000 })
  return Number(await cell.getAttribute('data-value'))
}
