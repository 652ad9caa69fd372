/** A time per operation: the median of the repetitions and their range, in nanoseconds. */
export interface Timing {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Results are added up here, so that no loop is free to compute nothing. */
let sink = 0

/** A batch takes at least this long, or the clock would be what is measured. */
const BATCH_MS = 4

/**
 * Times several pieces of work that belong together, in turn, so that what slows the machine slows all of them:
 * their ratios mean more than their times. Each is called until it is warm, then in batches.
 */
export function measured<Name extends string>(
  work: Record<Name, () => number>,
  options: { readonly repetitions: number; readonly warmMs: number; readonly operations?: number },
): Record<Name, Timing> {
  const { repetitions, warmMs, operations = 1 } = options
  const names = Object.keys(work) as Name[]
  const batches = new Map(names.map((name) => [name, warmed(work[name], warmMs)]))
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const name of names) {
      const calls = batches.get(name) as number
      times.get(name)?.push(batch(work[name], calls) / (calls * operations))
    }
  }
  return Object.fromEntries(names.map((name) => [name, summary(times.get(name) as number[])])) as Record<Name, Timing>
}

/** Calls until warm; then how many calls make a batch. */
function warmed(work: () => number, warmMs: number): number {
  let calls = 0
  const until = performance.now() + warmMs
  do {
    sink += work()
    calls++
  } while (performance.now() < until || calls < 3)
  let least = 1
  while (batch(work, least) < BATCH_MS * 1e6 && least < 1e7) least *= 2
  return least
}

function batch(work: () => number, calls: number): number {
  const start = process.hrtime.bigint()
  for (let call = 0; call < calls; call++) sink += work()
  return Number(process.hrtime.bigint() - start)
}

export function summary(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
  return { median, min: sorted[0], max: sorted[sorted.length - 1] }
}

/** Tells the optimiser that the results are read. */
export const touched = (): boolean => Number.isNaN(sink)

const units = [
  { name: 's', ns: 1e9 },
  { name: 'ms', ns: 1e6 },
  { name: 'µs', ns: 1e3 },
  { name: 'ns', ns: 1 },
]

export function duration(ns: number): string {
  const unit = units.find((one) => ns >= one.ns) ?? units[units.length - 1]
  return `${(ns / unit.ns).toPrecision(3)} ${unit.name}`
}
