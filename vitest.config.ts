import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts'],
    // by default one core is left free, which of two is half
    maxWorkers: '100%',
    coverage: { include: ['packages/*/src/**/*.ts'] },
  },
})
