import { readFileSync } from 'node:fs'
import { defaultClientConditions, defineConfig } from 'vite'
import { singleFile } from './single-file.ts'

/** The packages of this workspace are taken as they are written: a build of them need not exist. */
const conditions = ['@gardner/source', ...defaultClientConditions]

/** Where the documentation is on the web, if it is. */
const { homepage = '' } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly homepage?: string
}

export default defineConfig({
  root: import.meta.dirname,
  define: { __HOMEPAGE__: JSON.stringify(homepage) },
  base: './',
  logLevel: 'warn',
  resolve: { conditions },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [singleFile({ limit: 1_000_000 })],
  worker: { format: 'iife' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: Number.MAX_SAFE_INTEGER,
    rolldownOptions: { output: { codeSplitting: false } },
  },
})
