import { leakyRelu, linear, quadratic, relu, sign, tanh } from '@gardner/activations'
import { type Instance, problem } from '@gardner/core'
import { interactionOf } from '@gardner/samplers'
import { binary } from '@gardner/weights'
import { describe, expect, test, vi } from 'vitest'
import { bitLayout, bitModeOf } from '../src/flips/bit-layout.js'
import { bitCount } from '../src/flips/bit-twin.js'
import { noInteraction } from '../src/flips/flips.js'
import {
  type BitMachine,
  bitFlips,
  bitMachine,
  type Flips,
  type Interaction,
  levelsOf,
  Random,
  randomWeights,
  seeded,
  tableFlips,
} from '../src/index.js'
import { errors, machine } from './exact/machines.js'
import { loaded, machines, seen, text, three } from './exact/replicas.js'

/** Metropolis moves in each replica at several temperatures; what is there after each. */
function transcript(flips: Flips, instance: Instance, between: Interaction, classes: Uint8Array, proposals: number) {
  loaded(flips, instance)
  flips.classes.set(classes)
  const random = new Random(seeded(9))
  return [0, 0.01, 0.3, 1, 5].map((beta) => {
    flips.prepare(beta, between)
    const accepted = Array.from({ length: flips.replicas }, (_, a) => flips.metropolis(a, proposals, random))
    return { accepted, ...seen(flips, random) }
  })
}

/** The classes of replicas loaded by {@link loaded}: how many are +1. */
function majority(instance: Instance): Uint8Array {
  const random = new Random(seeded(4))
  const classes = new Uint8Array(instance.size)
  for (let a = 0; a < three; a++) {
    for (const [i, w] of randomWeights(instance, random).entries()) if (w > 0) classes[i]++
  }
  return classes
}

describe('the compiled kernel and its twin', () => {
  for (const [name, plan] of machines) {
    const made = machine(plan)
    const proposals = plan.patterns > 4096 ? 16 : 700
    test(`${name}: make the same moves to the last bit, alone, with neighbours and with a centre`, () => {
      for (const [between, classes] of [
        [noInteraction, new Uint8Array(made.size)],
        [interactionOf('pairs', 0.8, three), majority(made)],
        [interactionOf('traced', 0.5, three), majority(made)],
        [interactionOf('centre', 0.5, three), majority(made).map((k) => (k > 1 ? 1 : 0))],
      ] as const) {
        const [compiled, twin, table] = [
          bitFlips(made, three, 'compiled') as Flips,
          bitFlips(made, three, 'twin') as Flips,
          tableFlips(made, three, errors),
        ].map((flips) => transcript(flips, made, between, classes, proposals))
        expect(twin).toEqual(compiled)
        // and those of the table, whose arithmetic is another
        expect(table).toEqual(compiled)
        // neither all nor none
        const accepted = compiled.flatMap((one) => one.accepted)
        expect(Math.min(...accepted)).toBeLessThan(proposals)
        expect(Math.max(...accepted)).toBeGreaterThan(proposals / 2)
      }
    })
    test(`${name}: leave the same memory`, () => {
      const both = (['compiled', 'twin'] as const).map((engine) => {
        const found = bitMachine(made, three, engine) as BitMachine
        expect(found.engine).toBe(engine)
        loaded(found.memory, made)
        return found
      })
      const contents = () => both.map(({ memory }) => memory.bytes.subarray(0, memory.layout.bytes))
      const random = new Random(seeded(6))
      for (let n = 0; n < 1000; n++) {
        const [a, i] = [random.below(three), random.below(made.size)]
        const changes = both.map(({ operations }) => operations.delta(a, i))
        expect(changes[1]).toBe(changes[0])
        for (const { operations } of both) operations.flip(a, i, changes[0])
      }
      const [one, other] = contents()
      expect(Buffer.compare(one, other)).toBe(0)
    })
    test(`${name}: flips leave what loading makes`, () => {
      const found = bitMachine(made, three, 'compiled') as BitMachine
      loaded(found.memory, made)
      const random = new Random(seeded(6))
      for (let n = 0; n < 500; n++) {
        const [a, i] = [random.below(three), random.below(made.size)]
        found.operations.flip(a, i, found.operations.delta(a, i))
      }
      const flips = bitFlips(made, three) as Flips
      const { place, bytes } = found.memory
      for (let a = 0; a < three; a++) {
        const from = place.replicas + a * place.replicaBytes + place.spins
        flips.load(
          a,
          Float64Array.from(bytes.subarray(from, from + made.size), (bit) => 2 * bit - 1),
        )
        for (let i = 0; i < made.size; i++) expect(found.operations.delta(a, i)).toBe(flips.delta(a, i))
        expect(found.memory.energies[a]).toBe(flips.energy(a))
        expect(text(found.memory.stabilities(a))).toBe(text(flips.stabilities(a)))
      }
    })
  }
})

test('without addresses for a memory of WebAssembly the twin does the same work', () => {
  const made = machine({ activation: relu, inputs: 66, units: 6, patterns: 90 })
  const moves = (flips: Flips | undefined) =>
    transcript(flips as Flips, made, noInteraction, new Uint8Array(made.size), 200)
  const expected = moves(bitFlips(made, three, 'compiled'))
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function none() {
    throw new RangeError('WebAssembly.Memory(): could not allocate memory')
  })
  try {
    expect(bitMachine(made, three)?.engine).toBe('twin')
    expect(moves(bitFlips(made, three))).toEqual(expected)
    expect(() => bitMachine(made, three, 'compiled')).toThrow(/there is no WebAssembly with SIMD here/)
  } finally {
    vi.restoreAllMocks()
  }
})

test('a run is the sum of its parts: the memory of the walk is in the weights and the random numbers', () => {
  const made = machine(machines[0][1])
  const [whole, parts] = [bitFlips(made, three) as Flips, bitFlips(made, three) as Flips]
  const [one, other] = [new Random(seeded(1)), new Random(seeded(1))]
  for (const flips of [whole, parts]) {
    loaded(flips, made)
    flips.prepare(0.5, noInteraction)
  }
  const accepted = whole.metropolis(0, 1000, one)
  let sum = 0
  for (const proposals of [1, 0, 499, 500]) sum += parts.metropolis(0, proposals, other)
  expect(sum).toBe(accepted)
  expect(seen(parts, other)).toEqual(seen(whole, one))
})

describe('modes', () => {
  const of = (activation: typeof sign, fan: number) =>
    bitModeOf(levelsOf({ problem: problem({ activation, weights: binary, alpha: 1 }), fan, units: 2, ties: 'errors' }))
      ?.mode
  test('are found from the table', () => {
    expect([3, 5, 31].map((fan) => of(sign, fan))).toEqual(['step', 'step', 'step'])
    expect([2, 3, 4, 31, 32].map((fan) => of(linear, fan))).toEqual(['line', 'line', 'line', 'line', 'line'])
    expect([3, 5, 31].map((fan) => of(relu, fan))).toEqual(['ramp', 'ramp', 'ramp'])
    expect([2, 4, 32].map((fan) => of(relu, fan))).toEqual(['even-ramp', 'even-ramp', 'even-ramp'])
    // with one input every g that grows is a line
    expect([sign, relu, tanh].map((g) => of(g, 1))).toEqual(['line', 'line', 'line'])
  })
  test('are not found for others', () => {
    const others = [tanh, quadratic, leakyRelu({ slope: 0.5 }), leakyRelu({ slope: -1 })]
    for (const fan of [3, 4, 9]) expect(others.map((g) => of(g, fan))).toEqual(others.map(() => undefined))
    // it falls
    expect(bitModeOf({ table: Int32Array.of(2, 1, 0), quantum: 1, threshold: 0, error: 0 })).toBeUndefined()
  })
})

test('the places of the plan do not overlap, and have room', () => {
  for (const [, plan] of machines) {
    const made = machine(plan)
    const layout = bitLayout(made, levelsOf(made), three)
    if (layout === undefined) throw new Error('no plan')
    const found = bitMachine(made, three, 'twin') as BitMachine
    const { place } = found.memory
    const plane = 16 * place.blocks
    const lengths = {
      gauges: 2 * plane,
      valid: plane,
      readout: made.units,
      unitOf: 4 * made.size,
      classes: made.size,
      ratios: 8 * 512,
      boltzmann: 8 * (2 * plan.patterns + 1),
      random: 16,
      energies: 4 * three,
      columns: made.inputs * plane,
      replicas: three * place.replicaBytes,
    }
    const ranges = Object.entries(lengths)
      .map(([name, length]) => ({ from: place[name as keyof typeof lengths], length }))
      .sort((a, b) => a.from - b.from)
    let end = 4 * 26
    for (const { from, length } of ranges) {
      expect(from).toBeGreaterThanOrEqual(end)
      end = from + length
    }
    expect(end).toBeLessThanOrEqual(layout.bytes)
  }
})

test('bits of a word are counted', () => {
  const random = new Random(seeded(2))
  for (const word of [0, 1, 0xffffffff, 0x80000000, ...Array.from({ length: 200 }, () => random.word())]) {
    let expected = 0
    for (let b = 0; b < 32; b++) expected += (word >>> b) & 1
    expect(bitCount(word)).toBe(expected)
    expect(bitCount(word | 0)).toBe(expected)
  }
})
