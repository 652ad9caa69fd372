import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { run } from './harness.js'

// the library of completions prints by itself
const printed: string[] = []
beforeEach(() => {
  printed.length = 0
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)))
})
afterEach(() => vi.restoreAllMocks())

const completions = async (...words: readonly string[]): Promise<readonly string[]> => {
  expect((await run(['complete', '--', ...words])).code).toBe(0)
  return printed.map((line) => line.split('\t')[0]).filter((line) => !line.startsWith(':'))
}

describe('completions', () => {
  it('of commands', async () => {
    expect(await completions('ca')).toEqual(['capacity'])
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

  it.each(['bash', 'zsh', 'fish', 'powershell'])('as a script for %s', async (shell) => {
    expect((await run(`complete ${shell}`)).code).toBe(0)
    expect(printed.join('\n')).toMatch(/gardner.* complete/)
  })

  it('stand in the help', async () => {
    expect((await run('--help')).out).toContain('complete <shell>')
    expect((await run('help complete')).out).toContain('source <(gardner complete bash)')
  })
})
