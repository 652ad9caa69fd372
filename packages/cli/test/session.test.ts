import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { definePlugin } from '@gardner/core'
import { inline, type Jobs, type Pool } from '@gardner/core/worker'
import { describe, expect, it } from 'vitest'
import { compose, ENGINE, type Engine, gardner, PLUGIN_SOURCE, type Ports, STORE, type Store } from '../src/index.js'
import { jobs } from '../src/jobs/jobs.js'
import { folderWith, here } from './harness.js'

const machine = '--activation sign --weights binary --units 3 --inputs 9 --alpha 0.5'

/** Ports that keep what is printed. */
function recording(folder: string) {
  const said = { out: '', err: '' }
  const ports: Ports = {
    output: {
      out: (text) => {
        said.out += text
      },
      err: (text) => {
        said.err += text
      },
    },
    terminal: { colour: false },
    surroundings: { folder, variables: {} },
    signals: { listen: () => () => {}, end: () => {} },
    clock: () => 0,
  }
  return { said, ports }
}

/** Texts in this process. */
function memory(): Store & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    at: (name) => ({
      exists: () => texts.has(name),
      read: () => texts.get(name) ?? '',
      write: (text) => void texts.set(name, text),
      append: (text) => void texts.set(name, (texts.get(name) ?? '') + text),
      remove: () => void texts.delete(name),
    }),
  }
}

describe('the session', () => {
  it('is frozen', () => {
    expect(Object.isFrozen(compose(recording('').ports))).toBe(true)
  })

  it('keeps checkpoints where an application says, and goes on from there', async () => {
    const folder = folderWith()
    const store = memory()
    const sampled = async (further: string) => {
      const { said, ports } = recording(folder)
      const session = compose(ports, (container) => container.register(STORE, { useValue: store }))
      const argv = `sample --method metropolis ${machine} --sweeps 20 --beta 1 --workers 0 --checkpoint a ${further}`
      return { code: await gardner(argv.trim().split(' '), session), ...said }
    }
    expect(await sampled('')).toMatchObject({ code: 0, err: '' })
    expect([...store.texts.keys()]).toEqual(['a'])
    expect(readdirSync(folder)).toEqual([])
    expect(await sampled('')).toMatchObject({ code: 2, err: expect.stringMatching(/checkpoint a is there already/) })
    expect(await sampled('--resume --seed 2')).toMatchObject({ code: 2, err: expect.stringMatching(/its seed is 1/) })
    expect(await sampled('--resume')).toMatchObject({ code: 0, err: '' })
  })

  it('has jobs run by the engine of an application', async () => {
    const begun: string[] = []
    const engine: Engine = {
      parallel: 2,
      workers: async <J extends Jobs>(count: number): Promise<Pool<J>> => {
        begun.push(`${count} workers`)
        const pool = inline(jobs as Jobs as J)
        return {
          ...pool,
          submit: (name, ...rest) => {
            begun.push(name)
            return pool.submit(name, ...rest)
          },
        }
      },
    }
    const { said, ports } = recording('')
    const session = compose(ports, (container) => container.register(ENGINE, { useValue: engine }))
    const argv = `sample --method metropolis ${machine} --sweeps 20 --beta 1 --chains 3`.split(' ')
    expect({ code: await gardner(argv, session), err: said.err }).toEqual({ code: 0, err: '' })
    expect(begun).toEqual(['2 workers', 'sample', 'sample', 'sample'])
  })

  it('takes plugins from the source of an application', async () => {
    const { said, ports } = recording('')
    const plugin = definePlugin('steep', (r) => r.activation({ name: 'steep', g: Math.tanh, kinks: [] }))
    const source = { find: async () => ({ plugins: [plugin], digest: 'd', files: [] }) }
    const session = compose(ports, (container) => container.register(PLUGIN_SOURCE, { useValue: source }))
    expect(await gardner(['list', 'activations', '--plugin', 'registry:steep', '--format', 'csv'], session)).toBe(0)
    expect(said).toMatchObject({ out: expect.stringMatching(/activations,steep,,,steep/), err: '' })
  })
})

describe('the container', () => {
  it('is seen in the composition root, and nowhere else', () => {
    const source = join(here, '..', 'src')
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const seen = files.filter((name) =>
      /\bcontainer\b|\bcreateContainer\b/i.test(readFileSync(join(source, name), 'utf8')),
    )
    expect(seen.sort()).toEqual(['composition.ts', 'index.ts'])
  })
})
