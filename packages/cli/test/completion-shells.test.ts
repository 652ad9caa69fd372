import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, here } from './harness.js'

// The built program in the shells themselves: what a person gets who follows the help.
const bin = join(here, '..', 'src', 'bin.mjs')
const built = existsSync(join(here, '..', 'dist', 'main.js'))
const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion'

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0

/** Runs a script in a shell that finds `gardner` on its path; what it is called with, but for completions, it notes in `calls`. */
function inShell(shell: string, args: readonly string[], script: string) {
  const folder = folderWith({
    gardner: `#!/bin/sh\n[ "$1" = complete ] || { echo "$@" >> calls; exit; }\nexec "${process.execPath}" "${bin}" "$@"\n`,
    calls: '',
    script,
  })
  chmodSync(join(folder, 'gardner'), 0o755)
  const { status, stdout, stderr } = spawnSync(shell, [...args, 'script'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder, TERM: 'dumb', NODE_OPTIONS: '' },
  })
  return {
    status,
    stderr,
    lines: stdout.split('\n').filter(Boolean),
    calls: readFileSync(join(folder, 'calls'), 'utf8'),
  }
}

/** What is missing for a test, if anything is; a skipped test says it in its name. */
const without = (...needed: readonly (readonly [string, boolean])[]): string =>
  needed
    .filter(([, there]) => !there)
    .map(([name]) => ` (skipped: no ${name})`)
    .join('')

const build = ['build of the command line', built] as const
const lacking = {
  bash: without(build, ['bash', has('bash')], ['bash-completion', existsSync(BASH_COMPLETION)]),
  zsh: without(build, ['zsh', has('zsh')]),
  fish: without(build, ['fish', has('fish')]),
}
for (const notice of Object.values(lacking)) if (notice !== '') console.warn(`completion in a shell${notice}`)

describe('completions in a shell', () => {
  it.skipIf(lacking.bash !== '')(`bash${lacking.bash}`, () => {
    const ask = (...words: readonly string[]) => `
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
      COMP_CWORD=${words.length - 1}; COMP_LINE="\${COMP_WORDS[*]}"; COMP_POINT=\${#COMP_LINE}; COMPREPLY=()
      "$completer"; echo "\${COMPREPLY[*]}"`
    const { status, stderr, lines } = inShell(
      'bash',
      ['--norc'],
      `source ${BASH_COMPLETION}
      source <(gardner complete bash)
      source <(gardner complete bash)
      complete -p gardner
      completer=$(complete -p gardner | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
      compopt() { :; } # it is for the shell, which asks here itself
      ${ask('gardner', 'cap')}
      ${ask('gardner', 'capacity', '--activation', 'si')}
      ${ask('gardner', 'sample', '--met')}`,
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    // where no names are known, bash looks for files
    expect(lines[0]).toMatch(/^complete -o default -F \S+ gardner$/)
    expect(lines.slice(1)).toEqual(['capacity', 'sign sigmoid silu sine', '--method'])
  })

  it.skipIf(lacking.zsh !== '')(`zsh${lacking.zsh}`, () => {
    // typed into an interactive shell, with the key that completes; a line that was completed is then run
    const { stderr, calls } = inShell(
      'zsh',
      ['-f'],
      `zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "autoload -U compinit; compinit -D -u; source <(gardner complete zsh); print READ''Y"
      zpty -r shell out '*READY*'
      for line in 'capac' 'capacity --activation sigm' 'sample --met' 'plot cal' 'list --out cal'; do
        zpty -w -n shell "gardner $line"$'\\t'
        zpty -w shell "; print READ''Y"
        zpty -r shell out '*READY*'
      done
      zpty -d shell`,
    )
    expect(stderr).toBe('')
    expect(calls.split('\n').map((line) => line.trim())).toEqual([
      'capacity',
      'capacity --activation sigmoid',
      'sample --method',
      'plot calls',
      'list --out calls',
      '',
    ])
  })

  it.skipIf(lacking.fish !== '')(`fish${lacking.fish}`, () => {
    const { status, lines } = inShell(
      'fish',
      ['--no-config'],
      `gardner complete fish | source
      complete -C 'gardner cap'
      complete -C 'gardner capacity --activation si'
      complete -C 'gardner sample --met'
      complete -C 'gardner plot cal'`,
    )
    expect(status).toBe(0)
    expect(lines.map((line) => line.split('\t')[0])).toEqual([
      'capacity',
      ...['sign', 'sigmoid', 'silu', 'sine'].sort(),
      '--method',
      'calls',
    ])
  })
})
