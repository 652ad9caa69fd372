import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { distrusted, edgeOf } from '../src/file/trust.js'
import { folderWith, inFolder, run } from './harness.js'

const superuser = process.getuid?.() === 0
const OTHER = 12_345

/** A folder in a folder in a folder, all of them ours. */
function nested(files: Readonly<Record<string, string>> = {}): { top: string; middle: string; deep: string } {
  const top = folderWith(files)
  const [middle, deep] = [join(top, 'middle'), join(top, 'middle', 'deep')]
  mkdirSync(deep, { recursive: true })
  return { top, middle, deep }
}

describe('the edge of a project', () => {
  it('is the root of the repository, else the folder of package.json, else the home', () => {
    const { top, middle, deep } = nested()
    expect(edgeOf(deep, top)).toBe(top)
    expect(edgeOf(deep, middle)).toBe(middle)
    writeFileSync(join(deep, 'package.json'), '{}')
    expect(edgeOf(deep, top)).toBe(deep)
    mkdirSync(join(middle, '.git'))
    expect(edgeOf(deep, top)).toBe(middle)
  })

  it.skipIf(process.getuid === undefined)('is never above a folder that every user can write', () => {
    const { top, deep } = nested()
    chmodSync(join(top, 'middle'), 0o777)
    mkdirSync(join(top, '.git'))
    expect(edgeOf(deep, '/nobody')).toBe(deep)
    // /tmp is one
    expect(edgeOf(top, '/nobody')).toBe(top)
  })

  it.skipIf(!superuser)('is the last folder of the user', () => {
    const { top, middle, deep } = nested()
    chownSync(top, OTHER, OTHER)
    expect(edgeOf(deep, '/nobody')).toBe(middle)
    chownSync(deep, OTHER, OTHER)
    expect(edgeOf(deep, '/nobody')).toBe(deep)
  })
})

describe('a config beyond the edge', () => {
  it('is not read, and its code not run', async () => {
    const { deep } = nested({ 'gardner.config.mjs': 'throw new Error("run")', '.gardnerrc': '{ "format": "json" }' })
    writeFileSync(join(deep, 'package.json'), '{}')
    const { code, out, err } = await run('list plugins', inFolder(deep))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).not.toMatch(/^\{/)
  })

  it('within it is named on stderr', async () => {
    const { deep } = nested({ '.gardnerrc': '{ "format": "json" }', 'package.json': '{}' })
    const { out, err } = await run('list plugins', inFolder(deep))
    expect(err).toBe('gardner: using config ../../.gardnerrc\n')
    expect(out).toMatch(/^\{/)
  })
})

const plugin = 'export default { name: "p", register() {} }'

describe.skipIf(process.getuid === undefined)('a config with code that others can write', () => {
  const files = { 'p.mjs': plugin, 'gardner.config.mjs': 'export default { format: "json" }' }
  const listed = { 'p.mjs': plugin, '.gardnerrc': '{ "plugins": ["./p.mjs"] }' }

  it.each([
    ['gardner.config.mjs', files],
    ['.gardnerrc', listed],
  ])('%s is refused, unless it is named', async (name, content) => {
    const folder = folderWith(content)
    chmodSync(join(folder, name), 0o666)
    const { code, out, err } = await run('list plugins', inFolder(folder))
    expect(err).toBe(
      `gardner: the config ${join(folder, name)} has code, and every user can write it; expected a file of your own, or --config ${join(folder, name)}\n`,
    )
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect((await run(`list plugins --config ${name}`, inFolder(folder))).code).toBe(0)
    chmodSync(join(folder, name), 0o644)
    expect((await run('list plugins', inFolder(folder))).code).toBe(0)
  })

  it.skipIf(!superuser)('also where it belongs to another user, or a link to it does', async () => {
    for (const [name, content] of [
      ['gardner.config.mjs', files],
      ['.gardnerrc', listed],
    ] as const) {
      const folder = folderWith(content)
      chownSync(join(folder, name), OTHER, OTHER)
      const { code, err } = await run('list plugins', inFolder(folder))
      expect(err).toContain(`has code, and it belongs to another user (${OTHER}); expected a file of your own`)
      expect(code).toBe(2)
    }
    const folder = folderWith({ 'mine.mjs': 'export default {}' })
    symlinkSync('mine.mjs', join(folder, 'gardner.config.mjs'))
    expect(distrusted(join(folder, 'gardner.config.mjs'))).toBe(undefined)
    lchownSync(join(folder, 'gardner.config.mjs'), OTHER, OTHER)
    expect(distrusted(join(folder, 'gardner.config.mjs'))).toContain('another user')
  })

  it('has options of a text without code, from whomever', async () => {
    const folder = folderWith({ '.gardnerrc': '{ "format": "json" }' })
    chmodSync(join(folder, '.gardnerrc'), 0o666)
    const { code, err } = await run('list plugins', inFolder(folder))
    expect({ code, err }).toEqual({ code: 0, err: 'gardner: using config .gardnerrc\n' })
  })
})
