import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { relu, sign } from '@gardner/activations'
import { type Instance, problem } from '@gardner/core'
import {
  type BitEngine,
  type BitMachine,
  bitFlips,
  bitMachine,
  instance,
  Random,
  randomWeights,
  seeded,
} from '@gardner/machines'
import { binary } from '@gardner/weights'
import type { Timing } from './measure.ts'

/** Flips proposed per second by one kernel, as a time for one, and what shows that all did the same. */
export interface Flips extends Timing {
  readonly by: string
  readonly accepted: number
  readonly energy: number
}

/** An instance, and who proposed the same flips in it. */
export interface Race {
  readonly what: string
  readonly acceptance: number
  readonly flips: readonly Flips[]
  /** Who did not take part, and why. */
  readonly absent: readonly string[]
}

const here = dirname(fileURLToPath(import.meta.url))
/** Colder, and next to nothing is accepted at N = 10 000: what a flip changes grows with the number of patterns. */
const betaOf = ({ size }: Instance): number => (size > 5000 ? 0.8 : 2)

/** Machines after a while at a temperature where some proposals in a hundred are accepted. */
export function races(quick: boolean): Race[] {
  const sizes: readonly (readonly [typeof sign, number, number])[] = [
    [sign, 33 * 31, 33],
    [relu, 32 * 31, 32],
    [sign, 33 * 303, 33],
    [relu, 32 * 313, 32],
  ]
  return sizes.map(([activation, inputs, units]) => {
    const machine = instance({
      problem: problem({ activation, weights: binary, alpha: 0.5 }),
      inputs,
      units,
      seed: 1,
    })
    return race(machine, quick ? 3 : 7, (quick ? 2e5 : 2e6) / (inputs > 5000 ? 8 : 1))
  })
}

function race(machine: Instance, repetitions: number, proposals: number): Race {
  const { inputs, units, patterns, problem: asked } = machine
  const weights = warmedUp(machine)
  const flips: Flips[] = []
  const absent: string[] = []
  for (const engine of ['compiled', 'twin'] as const) {
    const by = engine === 'compiled' ? 'WASM' : 'TypeScript'
    const few = engine === 'twin' ? proposals / 10 : proposals
    const made = prepared(machine, weights, engine)
    flips.push({ by, ...timed(repetitions, few, () => runMachine(made, few)) })
    // the twin on as many as the others, to see that it does the same
    if (few !== proposals) Object.assign(flips[flips.length - 1], runMachine(made, proposals))
  }
  const folder = mkdtempSync(join(tmpdir(), 'gardner-bench-'))
  try {
    const c = native(folder, prepared(machine, weights, 'twin'), proposals, repetitions)
    if (typeof c === 'string') absent.push(`C: ${c}`)
    else flips.push({ by: 'C, -O3 -march=native', ...c })
    const python = numpy(folder, machine, weights, Math.min(proposals, 20000))
    if (typeof python === 'string') absent.push(`numpy: ${python}`)
    else {
      // it was given fewer; the compiled kernel says what they lead to
      const same = runMachine(prepared(machine, weights, 'compiled'), Math.min(proposals, 20000))
      if (python.accepted !== same.accepted || python.energy !== same.energy) {
        throw new Error(`numpy ended at ${JSON.stringify(python)}, the kernel at ${JSON.stringify(same)}`)
      }
      const { seconds } = python
      const each = (seconds * 1e9) / Math.min(proposals, 20000)
      flips.push({
        by: 'numpy',
        median: each,
        min: each,
        max: each,
        accepted: flips[0].accepted,
        energy: flips[0].energy,
      })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  for (const { by, accepted, energy } of flips) {
    if (accepted !== flips[0].accepted || energy !== flips[0].energy) throw new Error(`${by} is not at the same place`)
  }
  return {
    what: `${asked.activation.name}, N = ${inputs}, K = ${units}, P = ${patterns.count}`,
    acceptance: flips[0].accepted / proposals,
    flips,
    absent,
  }
}

/** Weights after 200 sweeps at the temperature of the race. */
function warmedUp(machine: Instance): Float64Array {
  const random = new Random(seeded(2))
  const flips = bitFlips(machine, 1)
  if (flips === undefined) throw new Error('no kernel of bits for this machine')
  flips.load(0, randomWeights(machine, random))
  flips.prepare(betaOf(machine), { ratios: new Float64Array(512).fill(1), follow: false })
  flips.metropolis(0, 200 * machine.size, random)
  return flips.weights(0)
}

/** A machine whose memory is ready for {@link runMachine}, and a copy of that. */
function prepared(
  machine: Instance,
  weights: Float64Array,
  engine: BitEngine,
): BitMachine & { readonly initial: Uint8Array } {
  const made = bitMachine(machine, 1, engine)
  if (made === undefined) throw new Error('no kernel of bits for this machine')
  const { memory } = made
  const { place, doubles, words } = memory
  memory.load(0, weights)
  doubles.fill(1, place.ratios >>> 3, (place.ratios >>> 3) + 512)
  const middle = (place.boltzmann >>> 3) + place.patterns
  for (let k = -place.patterns; k <= place.patterns; k++)
    doubles[middle + k] = Math.min(1e150, Math.exp(-betaOf(machine) * k))
  words.set(seeded(3), place.random >>> 2)
  return { ...made, initial: memory.bytes.slice() }
}

function runMachine({ memory, operations, initial }: ReturnType<typeof prepared>, proposals: number) {
  memory.bytes.set(initial)
  const accepted = operations.metropolis(0, proposals)
  return { accepted, energy: memory.energies[0] }
}

function timed<T>(repetitions: number, operations: number, work: () => T): Timing & T {
  work()
  const times: number[] = []
  let result = work()
  for (let r = 0; r < repetitions; r++) {
    const start = process.hrtime.bigint()
    result = work()
    times.push(Number(process.hrtime.bigint() - start) / operations)
  }
  times.sort((a, b) => a - b)
  return { median: times[times.length >> 1], min: times[0], max: times[times.length - 1], ...result }
}

function native(folder: string, made: ReturnType<typeof prepared>, proposals: number, repetitions: number) {
  const program = join(folder, 'bits')
  const built = spawnSync('cc', ['-O3', '-march=native', '-o', program, join(here, 'machines', 'bits.c')], {
    encoding: 'utf8',
  })
  if (built.error !== undefined || built.status !== 0) return built.error?.message ?? built.stderr.trim().split('\n')[0]
  writeFileSync(join(folder, 'memory'), made.initial)
  const run = spawnSync(program, [join(folder, 'memory'), String(proposals), String(repetitions + 2)], {
    encoding: 'utf8',
  })
  if (run.status !== 0) return `it ended with ${run.status}`
  const rows = run.stdout
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => line.split(' ').map(Number))
  const times = rows.map(([seconds]) => (seconds * 1e9) / proposals).sort((a, b) => a - b)
  return {
    median: times[times.length >> 1],
    min: times[0],
    max: times[times.length - 1],
    accepted: rows[0][1],
    energy: rows[0][2],
  }
}

function numpy(folder: string, machine: Instance, weights: Float64Array, proposals: number) {
  const { inputs, units, patterns, labels, readout, problem: asked } = machine
  if (patterns.kind !== 'binary') throw new Error('bits are of binary patterns')
  const rows = new Int8Array(inputs * patterns.count)
  for (let i = 0; i < inputs; i++) {
    for (let mu = 0; mu < patterns.count; mu++) {
      rows[i * patterns.count + mu] = (patterns.words[i * patterns.stride + (mu >>> 5)] >>> (mu & 31)) & 1 ? 1 : -1
    }
  }
  const random = new Random(seeded(3))
  const moves = new Int32Array(proposals)
  const uniforms = new Float64Array(proposals)
  for (let k = 0; k < proposals; k++) {
    moves[k] = random.below(machine.size)
    uniforms[k] = (random.word() + 0.5) * 2 ** -32
  }
  const files = { patterns: rows, weights: Int8Array.from(weights), labels, moves, uniforms }
  for (const [name, values] of Object.entries(files)) writeFileSync(join(folder, `${name}.bin`), values)
  const choices = {
    inputs,
    units,
    patterns: patterns.count,
    beta: betaOf(machine),
    activation: asked.activation.name,
    readout: [...readout],
  }
  writeFileSync(join(folder, 'machine.json'), JSON.stringify(choices))
  const run = spawnSync('python3', [join(here, 'machines', 'flips.py'), folder], { encoding: 'utf8' })
  if (run.error !== undefined || run.status !== 0) {
    return run.error?.message ?? (run.stderr.trim().split('\n').at(-1) || `it ended with ${run.status}`)
  }
  return JSON.parse(run.stdout) as { seconds: number; accepted: number; energy: number; numpy: string }
}
