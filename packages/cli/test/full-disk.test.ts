import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bundle, bundled } from './bundle.js'

// The program as a process where the system takes fewer bytes than it is given: under a limit on the size of files, which all may set, and on a
// file system of 64 KB, which takes the right to mount one.
const folder = mkdtempSync(join(tmpdir(), 'gardner-full-'))
const small = join(folder, 'small')
mkdirSync(small)
const ROOM = 65_536

const can = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const limited = can('bash', '-c', 'ulimit -f 16')
const mounted = can('mount', '-t', 'tmpfs', '-o', `size=${ROOM}`, 'tmpfs', small)

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundled()
})
beforeEach(() => {
  for (const name of readdirSync(small)) rmSync(join(small, name), { recursive: true })
})
afterAll(() => {
  if (mounted) execFileSync('umount', [small])
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a line of bash, in which `gardner` is the program. */
function bash(line: string) {
  const { status, stderr, stdout } = spawnSync(
    'bash',
    ['-c', line.replaceAll('gardner ', '"$0" "$1" '), process.execPath, bundle.main],
    { cwd: folder, encoding: 'utf8' },
  )
  return { status, stderr, stdout }
}

const curve = 'gardner curve --activation relu --weights binary --alpha'
const machine = '--activation relu --weights binary --units 4'
const chain = `gardner sample --method metropolis ${machine} --sweeps 2 --beta 1 --workers 0 --format csv`
const large = `${chain} --inputs 80000 --alpha 0.0005`

describe.skipIf(!limited)('under a limit on the size of files', () => {
  const reason = 'file too large (EFBIG)'

  it.each([
    ['k.json', `${curve} 0.001:0.9:0.001 --out small/k.json`],
    ['k.csv', `${curve} 0.001:0.9:0.001 --out small/k.csv`],
    ['k.txt', `${curve} 0.001:0.9:0.001 --format table --out small/k.txt`],
    ['i.json', `gardner instance ${machine} --inputs 3000 --alpha 0.4 --out small/i.json`],
    ['w.npy', `${large} --save small/w.npy`],
    ['p.svg', `${curve} 0.001:0.9:0.001 --plot small/p.svg`],
    ['p.png', `${curve} 0.1:0.9:0.1 --plot small/p.png`],
    ['p.html', `${curve} 0.1:0.9:0.1 --plot small/p.html`],
    ['unfinished.log', 'ulimit -f 0; gardner reproduce activations --out small'],
  ])('%s stays as it was, and the exit code is 1', (name, command) => {
    writeFileSync(join(small, name), 'old')
    const { status, stderr } = bash(`ulimit -f 16; ${command}`)
    expect(stderr).toContain(`gardner: cannot write small/${name}: ${reason}\n`)
    expect(status).toBe(1)
    expect(readFileSync(join(small, name), 'utf8')).toBe('old')
    expect(readdirSync(small)).toEqual([name])
  })

  it('a checkpoint is not written, and what was found is handed over', () => {
    const { status, stderr, stdout } = bash(`ulimit -f 16; ${large} --checkpoint small/run.ckpt`)
    expect(stderr).toBe(`gardner: cannot write checkpoint small/run.ckpt: ${reason}\n`)
    expect(stdout).toContain('seed')
    expect(status).toBe(1)
    expect(readdirSync(small)).toEqual([])
  })

  it('an answer that is redirected is not whole, and the exit code says so', () => {
    const { status, stderr } = bash(`ulimit -f 16; ${curve} 0.001:0.9:0.001 --format json > small/k.json`)
    expect(stderr).toBe(`gardner: cannot write to stdout: ${reason}\n`)
    expect(status).toBe(1)
  })
})

describe.skipIf(!mounted)('on a disk of 64 KB', () => {
  const reason = 'no space left on device (ENOSPC)'

  it('a good file stays, and goes on being of use', () => {
    expect(bash(`${curve} 0.1:0.9:0.1 --out small/k.json`).status).toBe(0)
    const before = readFileSync(join(small, 'k.json'), 'utf8')
    const { status, stderr } = bash(`${curve} 0.001:0.9:0.001 --out small/k.json`)
    expect({ status, stderr }).toEqual({ status: 1, stderr: `gardner: cannot write small/k.json: ${reason}\n` })
    expect(readFileSync(join(small, 'k.json'), 'utf8')).toBe(before)
    expect(readdirSync(small)).toEqual(['k.json'])
  })

  it('a checkpoint stays, and is gone on from where there is room again', () => {
    const run = `${chain} --inputs 4000 --alpha 0.01 --checkpoint small/run.ckpt`
    const whole = bash(run)
    expect(whole.status).toBe(0)
    const { size } = statSync(join(small, 'run.ckpt'))
    expect(size).toBeLessThan(ROOM / 2)
    // room for a part of another one
    writeFileSync(join(small, 'fill'), new Uint8Array(ROOM - 4096 * Math.ceil(size / 4096) - 4096))
    const { status, stderr } = bash(`${run} --resume`)
    expect(stderr).toBe(`gardner: cannot write checkpoint small/run.ckpt: ${reason}\n`)
    expect(status).toBe(1)
    rmSync(join(small, 'fill'))
    const again = bash(`${run} --resume`)
    expect({ ...again }).toEqual({ status: 0, stderr: '', stdout: whole.stdout })
  })

  it('an answer that is redirected is not whole, and the exit code says so', () => {
    const { status, stderr } = bash(`${curve} 0.001:0.9:0.001 --format json > small/k.json`)
    expect(stderr).toBe(`gardner: cannot write to stdout: ${reason}\n`)
    expect(status).toBe(1)
  })

  it('a study says at once that it cannot keep what it finds', () => {
    writeFileSync(join(small, 'fill'), new Uint8Array(ROOM))
    const { status, stderr } = bash('gardner reproduce activations --out small')
    expect(stderr).toBe(`gardner: cannot write small/unfinished.log: ${reason}\n`)
    expect(status).toBe(1)
  })
})

describe.skipIf(!existsSync('/dev/full'))('at the device that is always full', () => {
  it('the reason is the same', () => {
    const { status, stderr } = bash('gardner list plugins > /dev/full')
    expect(stderr).toBe('gardner: cannot write to stdout: no space left on device (ENOSPC)\n')
    expect(status).toBe(1)
  })
})
