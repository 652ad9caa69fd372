import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { wholeNumber } from '@gardner/core'
import { fileDestination } from '../file/destination.js'
import type { Options } from '../option/declared.js'
import { numeral } from '../option/numeral.js'
import { DONE, usageError } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'

/** Nothing but this machine can reach it. */
const LOOPBACK = '127.0.0.1'

export type ExploreOptions = Pick<Options, 'port' | 'out'>

/** `gardner explore`: serves the explorer to this machine until Ctrl-C, or writes its page to a file. */
export async function explore(session: Session, { port, out }: ExploreOptions): Promise<number> {
  const asked = wholeNumber('port', numeral('port', port ?? '0', 'a whole number from 0 to 65535'))
  if (asked > 65535) throw usageError(`invalid port: ${asked}; expected a whole number from 0 to 65535`)
  if (out !== undefined) {
    if (port !== undefined) throw usageError('--out and --port exclude each other: a page in a file needs no server')
    const place = fileDestination(session, out)
    await place.write(await page())
    return DONE
  }
  const text = await page()
  return interruptible(session, async (signal) => {
    const server = await listening(text, asked)
    const { port: found } = server.address() as AddressInfo
    session.out(`http://${LOOPBACK}:${found}/\n`)
    remark(session, 'the explorer is at this address, for this machine only; Ctrl-C ends it')
    await aborted(signal)
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
    return DONE
  })
}

/** The one file that the explorer is. */
async function page(): Promise<Uint8Array> {
  try {
    return await readFile(createRequire(import.meta.url).resolve('@gardner/explorer/page'))
  } catch (error) {
    throw new Error(
      'the page of the explorer is missing: @gardner/explorer is not built; in a clone: npm run explore',
      {
        cause: error,
      },
    )
  }
}

/** Whom a browser on this machine asks: a page elsewhere whose name leads here asks for its own name. */
const OWN = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

/** The page brings its policy along, but for what only a header can say. */
const GUARDS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

const refusals: Readonly<Record<number, string>> = {
  404: 'not found\n',
  405: 'only GET and HEAD\n',
  421: 'this is the explorer of another machine\n',
}

async function listening(text: Uint8Array, port: number): Promise<Server> {
  const server = createServer(({ method, url = '/', headers }, answer) => {
    const known = /^\/(index\.html)?(\?|$)/.test(url)
    const allowed = method === 'GET' || method === 'HEAD'
    const status = !OWN.test(headers.host ?? '') ? 421 : !known ? 404 : allowed ? 200 : 405
    const body = status === 200 ? text : Buffer.from(refusals[status])
    answer.writeHead(status, {
      'content-type': status === 200 ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-length': body.length,
      'cache-control': 'no-cache',
      ...GUARDS,
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    })
    answer.end(method === 'HEAD' ? undefined : body)
  })
  await new Promise<void>((ready, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? usageError(
              `invalid port: ${port} cannot be used (${error.code}); choose another, or none for a free one`,
              error,
            )
          : error,
      )
    })
    server.listen(port, LOOPBACK, ready)
  })
  return server
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
