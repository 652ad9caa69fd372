import { describe, expect, it } from 'vitest'
import { withTodaysNames } from '../src/former-names.js'
import { run } from './harness.js'

describe('a name of version 0.1.0', () => {
  it('is understood, and today’s is said', async () => {
    const { code, out, err } = await run('help threshold')
    expect({ code, err }).toEqual({ code: 0, err: 'gardner: the command threshold is now called success\n' })
    expect(out).toMatch(/^Usage: gardner success /)
    const missing = await run('robustness --load w.npy')
    expect(missing.code).toBe(2)
    expect(missing.err).toMatch(/^gardner: the option --load is now called --from\n/)
  })

  it('is one only where it was one', () => {
    for (const argv of [
      ['sample', '--load', 'x'],
      ['plot', 'threshold'],
      ['robustness', 'load', '--from=--load'],
      ['help'],
      [],
      ['toString', 'constructor'],
    ]) {
      expect(withTodaysNames(argv)).toEqual({ argv, remarks: [] })
    }
    expect(withTodaysNames(['robustness', '--load=a=b']).argv).toEqual(['robustness', '--from=a=b'])
  })
})
