import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    bundle: string
  }
}

/** An empty folder for the bundle that test files share; empty again where sources have changed. */
export default function setup(project: TestProject): () => void {
  // where the packages of others are found
  const modules = join(import.meta.dirname, '..', 'node_modules')
  mkdirSync(modules, { recursive: true })
  const folder = mkdtempSync(join(modules, '.bundle-'))
  project.provide('bundle', folder)
  project.onTestsRerun(() => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  })
  return () => rmSync(folder, { recursive: true, force: true })
}
