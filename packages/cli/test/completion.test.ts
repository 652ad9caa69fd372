import { describe, expect, it } from 'vitest'
import { run } from './harness.js'

const completions = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { code, out, err } = await run(['complete', '--', ...words])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
    .split('\n')
    .map((line) => line.split('\t')[0])
    .filter((line) => line !== '' && !line.startsWith(':'))
}

describe('completions', () => {
  it('of commands', async () => {
    expect(await completions('ca')).toEqual(['capacity'])
  })

  it('of critical values', async () => {
    expect(await completions('critical', 'mi')).toEqual(['minimumDistance'])
  })

  it('of options', async () => {
    expect(await completions('curve', '--qu')).toEqual(['--quantity'])
  })

  it.each([
    ['--activation', 'leaky-relu'],
    ['--weights', 'spherical'],
    ['--ansatz', 'rs'],
    ['--ansatz', '2rsb'],
    ['--format', 'csv'],
    ['--quantity', 'freeEntropy'],
  ])('of the values of %s', async (option, value) => {
    expect(await completions('curve', option, '')).toContain(value)
  })

  it.each([
    ['--method', 'rrr'],
    ['--wiring', 'full'],
    ['--patterns', 'gaussian'],
    ['--labels', 'teacher'],
    ['--until', 'solved'],
    ['--cost', 'cross-entropy'],
  ])('of the values of %s', async (option, value) => {
    expect(await completions('sample', option, '')).toContain(value)
  })

  it.each([
    ['local-entropy', ['inf']],
    ['sample', []],
  ])('of the replicas of %s', async (command, values) => {
    expect(await completions(command, '--replicas', '')).toEqual(values)
  })

  it('of the sections of list', async () => {
    expect(await completions('list', 'pl')).toEqual(['plugins'])
  })

  it('of papers', async () => {
    expect(await completions('reproduce', '')).toContain('bmz2019')
  })

  it('of quantities that belong to a distance', async () => {
    expect(await completions('local-entropy', '--quantity', '')).toEqual([
      'entropy',
      'freeEntropy',
      'energy',
      'replicon',
      'normalised',
      'slope',
    ])
  })

  it('leave to the shell what are files', async () => {
    expect((await run(['complete', '--', 'capacity', '--out', ''])).out).toBe(':0\n')
    expect((await run(['complete', '--', 'plot', ''])).out).toBe(':0\n')
    expect((await run(['complete', '--', 'capacity', '--activation', 'si'])).out).toMatch(/\n:4\n$/)
  })

  it.each(['bash', 'zsh', 'fish', 'powershell'])('as a script for %s', async (shell) => {
    const { code, out, err } = await run(`complete ${shell}`)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/gardner.* complete/)
  })

  it('stand in the help', async () => {
    expect((await run('--help')).out).toContain('complete <shell>')
    expect((await run('help complete')).out).toContain('source <(gardner complete bash)')
  })
})
