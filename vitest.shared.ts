import { defaultServerConditions } from 'vite'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const conditions = ['@gardner/source', ...defaultServerConditions]

interface Options {
  /** False where test files hold no global state: they share a worker then, and the kernels that it has derived (default true). */
  readonly isolate?: boolean
}

/** What every package's vitest.config.ts says: sources are run as they are, through the `@gardner/source` condition. */
export const packageConfig = (name: string, { isolate = true }: Options = {}): ViteUserConfig =>
  defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      environment: 'node',
      include: ['test/**/*.test.ts'],
      isolate,
      // a limit in seconds would measure how busy the machine is
      testTimeout: 0,
      hookTimeout: 0,
      expect: { poll: { timeout: 600_000 } },
    },
  })
