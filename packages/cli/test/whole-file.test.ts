import * as fs from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appendWhole, type Disk, writeWhole } from '../src/file/whole.js'
import { folderWith } from './harness.js'

const failure = (code: string, errno: number) => Object.assign(new Error(`${code}: it is so`), { code, errno })
const full = failure('ENOSPC', -28)

/** A disk that takes so many bytes, the last time fewer than it is given. */
function diskOf(room: number, wrong: Error = full): Disk {
  let left = room
  return {
    ...fs,
    writeSync: ((descriptor: number, bytes: Uint8Array, from: number, length: number) => {
      if (left === 0) throw wrong
      const taken = Math.min(left, length)
      left -= taken
      return fs.writeSync(descriptor, bytes, from, taken)
    }) as Disk['writeSync'],
  }
}

const throwing = (call: keyof Disk, wrong: Error): Disk => ({
  ...fs,
  [call]: (...given: never[]) => {
    // what is opened is closed all the same
    if (call === 'closeSync') fs.closeSync(...(given as unknown as [number]))
    throw wrong
  },
})

describe('a file that is replaced', () => {
  it.each<[string, Disk]>([
    ['the disk is full', diskOf(0)],
    ['the disk takes a part', diskOf(700)],
    ['the disk takes all but one byte', diskOf(999)],
    ['the quota is used up', diskOf(700, failure('EDQUOT', -122))],
    ['the disk fails', diskOf(700, failure('EIO', -5))],
    ['it cannot be flushed', throwing('fsyncSync', failure('EIO', -5))],
    ['closing tells of a quota', throwing('closeSync', failure('EDQUOT', -122))],
    ['there is no room for a name', throwing('openSync', full)],
    ['it cannot be renamed', throwing('renameSync', failure('EACCES', -13))],
    ['the disk takes nothing and does not say why', { ...fs, writeSync: (() => 0) as unknown as Disk['writeSync'] }],
    [
      'the disk counts bytes that it does not keep',
      { ...fs, writeSync: ((_: number, bytes: Uint8Array) => bytes.length) as Disk['writeSync'] },
    ],
  ])('is as it was, and nothing is beside it, where %s', (_, disk) => {
    const folder = folderWith({ 'x.json': 'old' })
    expect(() => writeWhole(join(folder, 'x.json'), 'new'.repeat(334).slice(0, 1000), disk)).toThrow()
    expect(fs.readdirSync(folder)).toEqual(['x.json'])
    expect(fs.readFileSync(join(folder, 'x.json'), 'utf8')).toBe('old')
  })

  it('is whole where the disk takes a few bytes at a time', () => {
    const folder = folderWith()
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)
    const slow: Disk = {
      ...fs,
      writeSync: ((fd: number, from: Uint8Array, at: number) => fs.writeSync(fd, from, at, 1)) as Disk['writeSync'],
    }
    for (const content of [bytes, 'text with ≠ and 𝛼']) {
      writeWhole(join(folder, 'x'), content, slow)
      expect(fs.readFileSync(join(folder, 'x')).equals(Buffer.from(content as string))).toBe(true)
    }
  })

  it.skipIf(process.platform === 'win32')('keeps its permissions and the links that lead to it', () => {
    const folder = folderWith({ 'x.json': 'old' })
    fs.chmodSync(join(folder, 'x.json'), 0o640)
    fs.symlinkSync('x.json', join(folder, 'link'))
    fs.symlinkSync('later.json', join(folder, 'ahead'))
    writeWhole(join(folder, 'link'), 'new')
    writeWhole(join(folder, 'ahead'), 'newer')
    expect(fs.readdirSync(folder).sort()).toEqual(['ahead', 'later.json', 'link', 'x.json'])
    expect(fs.readFileSync(join(folder, 'x.json'), 'utf8')).toBe('new')
    expect(fs.readFileSync(join(folder, 'later.json'), 'utf8')).toBe('newer')
    expect(fs.statSync(join(folder, 'x.json')).mode & 0o777).toBe(0o640)
  })

  it('may have a name as long as names can be', () => {
    const folder = folderWith()
    const name = `${'α'.repeat(120)}.json`
    writeWhole(join(folder, name), 'x')
    expect(fs.readdirSync(folder)).toEqual([name])
  })
})

describe('a file that is added to', () => {
  it('has all that was added or nothing', () => {
    const file = join(folderWith({ log: 'one\n' }), 'log')
    expect(() => appendWhole(file, 'two and more\n', diskOf(5))).toThrow('ENOSPC')
    expect(fs.readFileSync(file, 'utf8')).toBe('one\n')
    appendWhole(file, 'two\n')
    expect(fs.readFileSync(file, 'utf8')).toBe('one\ntwo\n')
  })
})

describe('what a write that was killed has left', () => {
  /** The name of a temporary file, caught while it is written. */
  function caught(folder: string): string {
    let name = ''
    const disk = {
      ...fs,
      renameSync: (from: fs.PathLike, to: fs.PathLike) => {
        name = basename(String(from))
        fs.renameSync(from, to)
      },
    }
    writeWhole(join(folder, 'run.ckpt'), 'x', disk)
    return name
  }
  // above all that a system gives
  const gone = 2 ** 30

  it('goes with the next write, and nothing else does', () => {
    const folder = folderWith()
    const name = caught(folder)
    expect(name).toMatch(/^\.run\.ckpt\.gardner-[0-9a-f]{8}-\d+-\d+\.tmp$/)
    const dead = name.replace(`-${process.pid}-`, `-${gone}-`)
    const others = [
      // of a process that runs, of another machine
      name.replace(`-${process.pid}-`, `-${process.ppid}-`),
      dead.replace(/gardner-[0-9a-f]{8}/, 'gardner-00000000'),
      // copies of a user
      'run.ckpt.20261127',
      'run.ckpt.1764200000',
      'run.ckpt.12345',
      dead.slice(1),
      `${dead}.txt`,
      dead.replace('gardner', 'other'),
    ]
    for (const file of [dead, dead.replace('run.ckpt', 'figure-2.svg'), ...others])
      fs.writeFileSync(join(folder, file), '')
    writeWhole(join(folder, 'run.ckpt'), 'y')
    expect(fs.readdirSync(folder).sort()).toEqual([...others, 'run.ckpt'].sort())
  })
})
