import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { here } from './harness.js'

/** The program and its threads in two files, bundled from the sources, so that nothing need be built before. */
export async function bundled(): Promise<{ readonly main: string; readonly thread: string; remove(): void }> {
  // where the packages of others are found
  const modules = join(here, '..', 'node_modules')
  mkdirSync(modules, { recursive: true })
  const folder = mkdtempSync(join(modules, '.bundle-'))
  const source = join(here, '..', 'src')
  for (const [entry, outDir] of [
    ['main', join(folder, 'dist')],
    ['reproduction/thread', join(folder, 'dist', 'reproduction')],
  ]) {
    await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: [/^@gardner\//], resolve: { conditions: ['@gardner/source'] } },
      build: {
        ssr: join(source, `${entry}.ts`),
        outDir,
        emptyOutDir: false,
        rollupOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
      },
    })
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', version: '0.0.0' }))
  return {
    main: join(folder, 'dist', 'main.js'),
    thread: join(folder, 'dist', 'reproduction', 'thread.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
