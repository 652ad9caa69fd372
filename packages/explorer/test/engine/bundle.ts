import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'

/** The worker in one file, bundled from the sources, so that nothing need be built before. */
export async function bundled(): Promise<{ spawn(): Worker; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'gardner-explorer-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, resolve: { conditions: ['@gardner/source'] } },
    build: {
      ssr: join(import.meta.dirname, 'thread.ts'),
      outDir: folder,
      rollupOptions: { output: { entryFileNames: 'thread.mjs' } },
    },
  })
  return {
    spawn: () => new Worker(join(folder, 'thread.mjs')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
