#!/usr/bin/env node
// What npm links as `gardner`. It links when it installs, before anything is built, and only what is there.
import { existsSync } from 'node:fs'
import * as modules from 'node:module'

// Node 22 and newer keep compiled code between starts.
modules.enableCompileCache?.()
const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(main)) await import(main.href)
else {
  process.stderr.write('gardner: not built yet; run npm run build\n')
  process.exitCode = 1
}
