import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'

/** What all of the theory of the paper may take, cold, on two cores. */
export const TARGET_SECONDS = 10

export interface Paper {
  readonly processors: number
  /** Of whole processes, each from its start to its end, files and figures written: the smallest and the median. */
  readonly seconds: { readonly least: number; readonly median: number }
  /** The median over the target. */
  readonly ratio: number
  /** Seconds of each part added up over threads, of the process that took least. */
  readonly parts: Readonly<Record<string, number>>
}

/** Times `gardner reproduce bmz2019 --only theory`, all capacities and curves, from a cold start of what was built. */
export function paper(cli: string, quick: boolean): Paper {
  const folder = mkdtempSync(join(tmpdir(), 'gardner-bench-'))
  try {
    const runs = Array.from({ length: quick ? 1 : 3 }, () => {
      const start = process.hrtime.bigint()
      const line = [cli, 'reproduce', 'bmz2019', '--only', 'theory', '--out', folder]
      const { status, stderr } = spawnSync(process.execPath, line, { encoding: 'utf8' })
      const seconds = Number(process.hrtime.bigint() - start) / 1e9
      if (status !== 0) throw new Error(`gardner reproduce ended with ${status}: ${stderr}`)
      return { seconds, parts: partsIn(readFileSync(join(folder, 'report.html'), 'utf8')) }
    }).sort((a, b) => a.seconds - b.seconds)
    const median = runs[runs.length >> 1].seconds
    return {
      processors: availableParallelism(),
      seconds: { least: runs[0].seconds, median },
      ratio: median / TARGET_SECONDS,
      parts: runs[0].parts,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The times of the first table of what was run. */
function partsIn(report: string): Readonly<Record<string, number>> {
  const [table] = report.slice(report.indexOf('id="run"')).split('</table>')
  const rows = table.matchAll(
    /<th scope="row">([^<]+)<\/th><td class="number">\d+<\/td><td class="number time">([\d.]+) (m?s)</g,
  )
  return Object.fromEntries([...rows].map(([, name, time, unit]) => [name, Number(time) / (unit === 'ms' ? 1000 : 1)]))
}
