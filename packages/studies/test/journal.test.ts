import { readFileSync } from 'node:fs'
import { type JournalFile, journalIn } from '@gardner/studies'
import { describe, expect, it } from 'vitest'

/** A journal in memory, and what was said of it. */
function kept(before: string) {
  const said: string[] = []
  let text = before
  const file: JournalFile = {
    shown: 'unfinished.log',
    read: () => text,
    append: (more) => {
      text += more
    },
    write: (whole) => {
      text = whole
    },
    remove: () => {
      text = ''
    },
  }
  const open = (asked: Readonly<Record<string, unknown>>) => journalIn(file, asked, false, (line) => said.push(line))
  return { said, open, text: () => text }
}

const old = readFileSync(new URL('./fixtures/journal-0.1.0.log', import.meta.url), 'utf8')
const { format: _, ...asked } = JSON.parse(old.split('\n')[0])

describe('a journal', () => {
  it('gives back what it was given, to the bit', () => {
    const first = kept('')
    const value = { at: Float64Array.of(0.1, -0, Number.NaN), reason: undefined }
    first.open({ study: 'a' }).add('key', value)
    const second = kept(first.text())
    expect(second.open({ study: 'a' }).find('key')).toEqual(value)
    expect(second.said).toEqual([expect.stringMatching(/^going on with 1 part /)])
  })

  it('of version 0.1.0 is read where it is asked for the same by the same packages', () => {
    const { said, open } = kept(old)
    const key = '{"command":"capacity","options":{"activation":"sign","weights":"binary","ansatz":"rs"}}'
    expect(open(asked).find(key)).toMatchObject({ kind: 'done', verdict: 'converged' })
    expect(said).toEqual([expect.stringMatching(/^going on with 2 parts /)])
  })

  it('of other packages is refused by its study and its version', () => {
    const { said, open } = kept(old)
    open({ ...asked, versions: { ...asked.versions, '@gardner/studies': '0.1.0' } })
    expect(said).toEqual(['unfinished.log is of another study or version (bmz2019, @gardner/cli 0.1.0): starting anew'])
  })
})
