import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Chromium of the machine: that of the variable CHROMIUM, or where Debian puts it. */
export const executable = [process.env.CHROMIUM, '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
)

/** What a run says that has none: tests in a browser are skipped, and not in silence. */
export const skipped = 'no Chromium: set CHROMIUM to its path, or install it; tests in a browser are skipped'

/** A browser that talks to nobody. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
