import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { run } from './harness.js'

/** A terminal that keeps what was written on it. */
function terminal() {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream
  let text = ''
  stream.on('data', (chunk) => {
    text += String(chunk)
  })
  return { live: Object.assign(stream, { isTTY: true, columns: 80, rows: 24 }), seen: () => text }
}

describe('progress', () => {
  it('is a line on the terminal that is gone in the end', async () => {
    const { live, seen } = terminal()
    let time = 0
    const { err } = await run('curve --activation linear --weights binary --alpha 0.1:0.5:0.1', {
      terminal: { live, colour: false },
      clock: () => (time += 200),
    })
    expect(seen()).toMatch(/\d of 5 points \(\d+ %\), α = 0\.\d/)
    expect(seen().endsWith('\r\x1b[K')).toBe(true)
    expect(err).toBe('')
  })

  it('lists the machines of the table', async () => {
    const { live, seen } = terminal()
    const { code } = await run('table', { terminal: { live, colour: false } })
    expect(code).toBe(0)
    expect(seen()).toContain('perceptron, binary')
  })

  it('tells the share of each curve of a reproduction, and of a distribution', async () => {
    const { live, seen } = terminal()
    let time = 0
    const ports = { terminal: { live, colour: false }, clock: () => (time += 200) }
    await run('stabilities --activation linear --weights binary --alpha 0.5', ports)
    expect(seen()).toMatch(/\d+ of \d+ points \(\d+ %\)/)
    expect(seen()).toMatch(/integral of P\(Δ\): \d+ panels left/)
    await run('reproduce bmz2019 --no-out --workers 0', ports)
    expect(seen()).toMatch(/\d+ % capacities · capacity · \w+ · \w+ · \w+ \(\d+ %\)/)
  })

  it('tells of chains, of loads, and how long they will take', async () => {
    const { live, seen } = terminal()
    let time = 0
    const ports = { terminal: { live, colour: false }, clock: () => (time += 200) }
    const machine = '--activation relu --weights binary --units 4 --inputs 200 --alpha 0.5 --workers 0'
    await run(`sample --method rrr ${machine} --sweeps 300 --beta 1:2 --gamma 1 --replicas 3 --chains 2`, ports)
    expect(seen()).toMatch(/chain 2 \(1 of 2 done\) · \d+ % · [\d.]+ m?s left · sweep \d+\/300 · energy [\d.]+ · acc/)
    const wide = terminal()
    wide.live.columns = 200
    const wider = { terminal: { live: wide.live, colour: false }, clock: () => (time += 200) }
    await run(`sample --method rrr ${machine} --cost errors --sweeps 300 --beta 1:2 --gamma 1 --replicas 3`, wider)
    expect(wide.seen()).toMatch(/ · errors [\d.]+ · acceptance [\d.]+ · β [\d.]+ · γ 1/)
    expect(wide.seen().endsWith('\r\x1b[K')).toBe(true)
    await run(`success --method anneal ${machine} --alpha 0.3:0.6:0.1 --seeds 3 --sweeps 60 --beta 1:4`, ports)
    expect(seen()).toMatch(/\d+ of 12 attempts \(\d+ %\), α = 0\.\d+, [\d.]+ m?s left/)
    await run(`robustness --method metropolis ${machine} --sweeps 60 --beta 1 --flips 0,0.1 --replicas 2`, ports)
    expect(seen()).toMatch(/robustness of \d of 3 weight vectors/)
  })

  it('is nowhere else', async () => {
    expect((await run('curve --activation linear --weights binary --alpha 0.1:0.5:0.1')).err).toBe('')
  })

  it('and colours are for terminals', async () => {
    const argv = 'capacity --activation linear --weights spherical'
    expect((await run(argv, { terminal: { colour: true } })).out).toContain('\x1b[1m')
    expect((await run(argv)).out).not.toContain('\x1b')
  })
})
