import { existsSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium as program } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { folderWith, inFolder, run } from './harness.js'

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
const launch = () => program.launch({ executablePath: chromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] })

const built = (): string => createRequire(import.meta.url).resolve('@gardner/explorer/page')
const there = (() => {
  try {
    return existsSync(built())
  } catch {
    return false
  }
})()

/** Starts the server in this process; `stop` is the Ctrl-C. */
function serving(argv = 'explore') {
  let interrupt = () => {}
  let told = (_: string) => {}
  const address = new Promise<string>((resolve) => {
    told = resolve
  })
  const ended = run(argv, {
    output: { out: (text) => told(text.trim()), err: () => {} },
    signals: {
      listen: (interrupted) => {
        interrupt = interrupted
        return () => {}
      },
      end: () => {},
    },
  })
  return { address, ended, stop: () => interrupt() }
}

const status = (url: string, method: string, host?: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { method, ...(host === undefined ? {} : { headers: { host } }) }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end()
  })

describe.runIf(there)('the server of the explorer', () => {
  it('gives the page to this machine, nothing else, and ends at Ctrl-C', async () => {
    const { address, ended, stop } = serving()
    const url = await address
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).toBe(readFileSync(built(), 'utf8'))
    expect(await status(`${url}index.html#v1`, 'HEAD')).toBe(200)
    expect(await status(`${url}package.json`, 'GET')).toBe(404)
    expect(await status(`${url}..%2fpackage.json`, 'GET')).toBe(404)
    expect(await status(`${url}//`, 'GET')).toBe(404)
    expect(await status(url, 'POST')).toBe(405)
    stop()
    expect((await ended).code).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })

  it('answers to its own name only, and guards the page', async () => {
    const { address, ended, stop } = serving()
    const url = await address
    const { port } = new URL(url)
    // a port that is forwarded has another number
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'localhost', '[::1]:8080', 'LOCALHOST:9000'])
      expect(await status(url, 'GET', host)).toBe(200)
    for (const host of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '127.0.0.1.evil.example'])
      expect(await status(url, 'GET', host)).toBe(421)
    const { headers } = await fetch(url)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    })
    expect(headers.get('access-control-allow-origin')).toBe(null)
    stop()
    await ended
  })

  it.runIf(existsSync(chromium))('serves a page that computes in its workers, and complains of nothing', async () => {
    const { address, ended, stop } = serving()
    const url = await address
    const browser = await launch()
    try {
      const page = await browser.newPage()
      page.setDefaultTimeout(600_000)
      const complaints: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(url)
      await page.waitForSelector('[data-figure]:is([data-progress="coarse"], [data-progress="done"]) .mark-line path')
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
    stop()
    await ended
  })

  it('says so where a port is taken', async () => {
    const { address, ended, stop } = serving()
    const { port } = new URL(await address)
    const { code, err } = await run(`explore --port ${port}`)
    expect({ code, err }).toEqual({
      code: 2,
      err: `gardner: invalid port: ${port} cannot be used (EADDRINUSE); choose another, or none for a free one\n`,
    })
    stop()
    await ended
  })

  it('writes the page to a file', async () => {
    const folder = folderWith()
    const { code, out, err } = await run('explore --out page.html', inFolder(folder))
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: 'wrote page.html\n' })
    expect(statSync(join(folder, 'page.html')).size).toBe(statSync(built()).size)
  })
})

describe('what explore refuses', () => {
  it.each([
    ['explore --port 70000', 'invalid port: 70000; expected a whole number from 0 to 65535'],
    ['explore --port -1', 'invalid port: -1; expected a whole number, 0 or above'],
    ['explore --port x', 'invalid port: "x"; expected a whole number from 0 to 65535'],
    ['explore --port 80 --out x.html', '--out and --port exclude each other: a page in a file needs no server'],
  ])('%s', async (argv, message) => {
    const { code, err } = await run(argv, inFolder(folderWith()))
    expect({ code, err }).toEqual({ code: 2, err: `gardner: ${message}\n` })
  })
})
