import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { build } from 'vite'
import { inject } from 'vitest'
import { here } from './harness.js'

/** The program, and its threads, as files. */
export interface Bundle {
  readonly main: string
  readonly thread: string
}

const make = async (folder: string): Promise<void> => {
  const source = join(here, '..', 'src')
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: [/^@gardner\//], resolve: { conditions: ['@gardner/source'] } },
    build: {
      ssr: true,
      outDir: join(folder, 'dist'),
      rollupOptions: {
        input: { main: join(source, 'main.ts'), 'jobs/thread': join(source, 'jobs', 'thread.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', version: '0.0.0' }))
  // the page of the explorer, whether or not one is built
  const explorer = join(folder, 'node_modules', '@gardner', 'explorer')
  mkdirSync(explorer, { recursive: true })
  writeFileSync(join(explorer, 'page.html'), '<!doctype html>')
  // a study asks for the versions of all packages
  const exports = { './page': './page.html', './package.json': './package.json' }
  writeFileSync(
    join(explorer, 'package.json'),
    JSON.stringify({ name: '@gardner/explorer', version: '0.0.0', exports }),
  )
}

/** The program bundled from the sources, so that nothing need be built before. The first file of tests that asks makes it. */
export async function bundled(): Promise<Bundle> {
  const folder = inject('bundle')
  const [begun, ended] = [join(folder, 'begun'), join(folder, 'ended')]
  let first = true
  try {
    mkdirSync(begun)
  } catch {
    first = false
  }
  if (first) await make(folder).finally(() => writeFileSync(ended, ''))
  while (!existsSync(ended)) await later(50)
  return { main: join(folder, 'dist', 'main.js'), thread: join(folder, 'dist', 'jobs', 'thread.js') }
}
