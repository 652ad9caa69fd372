import { readFileSync } from 'node:fs'
import activationsPlugin, { leakyRelu, linear, polynomial, relu, sign } from '@gardner/activations'
import {
  type Activation,
  defineActivation,
  type Instance,
  isGardnerError,
  machine,
  type ProblemOptions,
  problem,
  problemSpec,
} from '@gardner/core'
import { Catalogue } from '@gardner/core/registry'
import weightsPlugin, { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/fields.js'
import { decodeBase64, encodeBase64 } from '../../src/file/base64.js'
import { checksumOf } from '../../src/file/checksum.js'
import { crc32c } from '../../src/file/crc32c.js'
import { decodeInstance, encodeInstance } from '../../src/file/instance-file.js'
import type { ProblemLookup } from '../../src/file/stored-problem.js'
import { instance } from '../../src/instance.js'

const activations: Record<string, Activation> = {
  sign,
  relu,
  linear,
  'leaky-relu': leakyRelu(),
  'leaky-relu:0.2': leakyRelu({ slope: 0.2 }),
  'polynomial:0,1,0.5': polynomial([0, 1, 0.5]),
}

/** A lookup that knows some names, of which some stand for something else. */
const lookupWith = (other: Record<string, Activation> = {}): ProblemLookup => ({
  problem: ({ activation, weights, ...rest }) => {
    const found = { ...activations, ...other }[activation]
    if (found === undefined) throw new Error(`who is ${activation}?`)
    return problem({ activation: found, weights: weights === 'binary' ? binary : spherical, ...rest } as ProblemOptions)
  },
})
const lookup = lookupWith()

/** All but the problem, which holds functions, and that as plain data. */
const plain = ({ problem: choices, ...rest }: Instance) => ({ ...rest, problem: choices.toJSON() })

const signs = instance({
  problem: problem({ activation: sign, weights: binary, alpha: 0.9, margin: 0.1 }),
  inputs: 15,
  units: 3,
  seed: 4,
  labels: 'teacher',
})

describe('files of early versions', () => {
  const read = (name: string) => readFileSync(new URL(`0.1.0/${name}.json`, import.meta.url), 'utf8')

  test('those that 0.1.0 wrote are read, and written anew in the current format', () => {
    const made = {
      binary: instance({
        problem: problem({ activation: leakyRelu(), weights: binary, alpha: 0.9, margin: 0.1 }),
        inputs: 14,
        units: 2,
        seed: 4,
        labels: 'teacher',
      }),
      spherical: instance({
        problem: problem({ activation: relu, weights: spherical, alpha: 0.5 }),
        inputs: 6,
        units: 2,
        seed: 7,
        patterns: 'gaussian',
        labels: 'teacher',
        ties: 'stored',
      }),
    }
    for (const name of ['binary', 'spherical'] as const) {
      const text = read(name)
      expect(text).toContain('"format": "gardner-instance-2"')
      const found = decodeInstance(text, lookup, (remark) => expect.fail(remark))
      expect(plain(found)).toEqual(plain(made[name]))
      const anew = encodeInstance(found)
      expect(JSON.parse(anew)).toMatchObject({ format: 'gardner-instance-3', problem: problemSpec(found.problem) })
      expect(plain(decodeInstance(anew, lookupWith({ 'leaky-relu:0.01': leakyRelu() })))).toEqual(plain(found))
    }
  })

  test('a name of 0.1.0 has to stand for what it stood for', () => {
    const other = lookupWith({ 'leaky-relu': leakyRelu({ slope: 0.3 }) })
    expect(() => decodeInstance(read('binary'), other)).toThrow(
      /invalid problem of leaky-relu and binary: .*0\.3.*0\.01/,
    )
  })

  test('the first version stores ties, and that is said', () => {
    const { checksum: _, ties: __, ...content } = JSON.parse(read('binary'))
    const old = { ...content, format: 'gardner-instance-1' }
    const remarks: string[] = []
    // as an editor of Windows saves it
    const text = `\uFEFF${JSON.stringify({ checksum: checksumOf(old), ...old })}`
    const found = decodeInstance(text, lookup, (remark) => remarks.push(remark))
    expect(plain(found)).toEqual({ ...plain(decodeInstance(read('binary'), lookup)), ties: 'stored' })
    expect(remarks).toEqual([expect.stringContaining('it counts as stored, as it did when the file was written')])
    const own = lookupWith({ 'leaky-relu:0.01': leakyRelu() })
    decodeInstance(encodeInstance(found), own, (remark) => remarks.push(remark))
    expect(remarks).toHaveLength(1)
    const mixed = { ...old, ties: 'errors' }
    expect(() => decodeInstance(JSON.stringify({ checksum: checksumOf(mixed), ...mixed }), lookup)).toThrow(
      /invalid ties of the instance file: "errors"/,
    )
  })
})

describe('there and back', () => {
  const given = { count: 2, inputs: 4, values: [1, 2, 3, 4, 0.1, -0.2, 1e-300, -7], labels: [1, -1] }
  const cases: readonly (readonly [string, Instance])[] = [
    ['±1 everything, a teacher', signs],
    ['ties stored', { ...signs, ties: 'stored' }],
    [
      'a sphere, normal patterns, a teacher',
      instance({
        problem: problem({ activation: relu, weights: spherical, alpha: 1 / 3 }),
        inputs: 12,
        units: 2,
        seed: 2 ** 53 - 1,
        patterns: 'gaussian',
        labels: 'teacher',
      }),
    ],
    [
      'fully connected, many patterns',
      instance({
        problem: problem({ activation: leakyRelu({ slope: 0.2 }), weights: binary, alpha: 2 }),
        inputs: 21,
        units: 4,
        wiring: 'full',
        seed: 0,
      }),
    ],
    [
      'given patterns with labels',
      instance({
        problem: machine({ activation: linear, weights: spherical }),
        inputs: 4,
        units: 1,
        seed: 1,
        patterns: given,
      }),
    ],
    [
      'a polynomial, given patterns with random labels',
      instance({
        problem: machine({ activation: polynomial([0, 1, 0.5]), weights: binary }),
        inputs: 4,
        units: 2,
        seed: 1,
        patterns: { count: 2, inputs: 4, values: [1, 1, -1, 1, -1, -1, 1, 1] },
      }),
    ],
    ...[8, 31, 32, 33, 128, 129].map(
      (count) =>
        [
          `${count} patterns`,
          instance({
            problem: problem({ activation: linear, weights: binary, alpha: count / 9 }),
            inputs: 9,
            units: 1,
            seed: 3,
          }),
        ] as const,
    ),
  ]

  test.each(cases)('%s', (_, made) => {
    const back = decodeInstance(encodeInstance(made), lookup)
    expect(plain(back)).toEqual(plain(made))
    // the same machine, not only the same data
    const weights = Float64Array.from({ length: made.size }, (_, j) => ((j * 7) % 5 < 2 ? 1 : -1))
    expect(fieldsOf(back, weights)).toEqual(fieldsOf(made, weights))
    expect(encodeInstance(back)).toBe(encodeInstance(made))
  })

  test('the layout of another program survives', () => {
    const compact = JSON.stringify(JSON.parse(encodeInstance(signs)))
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(compact)).reverse()))
    for (const text of [compact, reversed]) expect(plain(decodeInstance(text, lookup))).toEqual(plain(signs))
  })

  test('a catalogue reads it', () => {
    const leaky = problem({ activation: leakyRelu({ slope: 0.2 }), weights: binary, alpha: 1 })
    const made = instance({ problem: leaky, inputs: 6, units: 2, seed: 1 })
    const catalogue = new Catalogue().use(activationsPlugin).use(weightsPlugin)
    expect(plain(decodeInstance(encodeInstance(made), catalogue))).toEqual(plain(made))
    expect(() => decodeInstance(encodeInstance(made), { activation: () => relu } as never)).toThrow(
      /invalid lookup: .*expected \{ problem\(spec\) \}, such as a catalogue/,
    )
  })

  test('patterns are stored as bits: a byte for eight', () => {
    const large = instance({
      problem: problem({ activation: linear, weights: binary, alpha: 0.8 }),
      inputs: 1000,
      units: 1,
      seed: 1,
    })
    expect(encodeInstance(large).length).toBeLessThan(1000 * 100 * (4 / 3) + 1000)
  })
})

describe('files that are not as they were written', () => {
  const text = encodeInstance(signs)
  const refused = (damaged: string, message: string | RegExp, through = lookup) => {
    let thrown: unknown
    try {
      decodeInstance(damaged, through)
    } catch (error) {
      thrown = error
    }
    expect(isGardnerError(thrown) && thrown.code).toBe('INVALID_OPTION')
    expect((thrown as Error).message).toMatch(message)
  }

  test('cut off anywhere', () => {
    const end = text.trimEnd().length
    for (let length = 0; length < end; length++) refused(text.slice(0, length), /it is cut off or no JSON/)
  })

  test('any digit changed, of whatever is in it', () => {
    let changed = 0
    for (let at = text.indexOf('gardner-instance-3') + 20; at < text.length; at++) {
      if (!/[0-9A-Za-z+/]/.test(text[at])) continue
      const damaged = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`
      try {
        JSON.parse(damaged)
      } catch {
        continue
      }
      refused(damaged, /the file was changed after it was written/)
      changed++
    }
    expect(changed).toBeGreaterThan(200)
  })

  test('ties that are missing, or in a file of a version that has none', () => {
    const { checksum: _, ...content } = JSON.parse(text)
    const written = (changed: object) => JSON.stringify({ checksum: checksumOf(changed), ...changed })
    const { ties: __, ...without } = content
    refused(written(without), /invalid ties of the instance file: undefined; expected errors or stored/)
    refused(written({ ...content, ties: 'half' }), /invalid ties of the instance file: "half"/)
  })

  test('another version, another file', () => {
    refused(
      text.replace('gardner-instance-3', 'gardner-instance-4'),
      /"gardner-instance-4"; expected gardner-instance-3, or gardner-instance-2 of Gardner 0.1.0/,
    )
    refused('{"a": 1}', /invalid format of the instance file: undefined/)
    refused('[]', /an object of format gardner-instance-3/)
    refused('', /cut off or no JSON/)
    refused(undefined as never, /cut off or no JSON/)
    refused(text.replace(/crc32c:[0-9a-f]+/, 'crc32c:00000000'), /"crc32c:00000000"; expected crc32c:/)
  })

  /** Changed by somebody who knows how to make a checksum. */
  const forged = (change: (content: Record<string, unknown>) => unknown) => {
    const { checksum, ...content } = JSON.parse(text)
    expect(checksumOf(content)).toBe(checksum)
    change(content)
    return JSON.stringify({ checksum: checksumOf(content), ...content })
  }
  const set = (key: string, value: unknown) => forged((content) => Object.assign(content, { [key]: value }))
  const inProblem = (key: string, value: unknown) =>
    forged(({ problem: stored }) => Object.assign(stored as object, { [key]: value }))

  test.each([
    [set('count', 17), /invalid patterns: "40 characters"; expected base64 text of 60/],
    [set('count', 0), /invalid count of the instance file: 0/],
    [set('count', 1e15), /a machine that fits into memory/],
    [set('units', 5), /invalid readout of the instance file: \[1,1,1,-1,-1\]; expected all of them \+1, as sign needs/],
    [set('units', 4), /invalid inputs of the instance file: 15; expected a multiple of the 4 units/],
    [set('inputs', 15.5), /invalid inputs of the instance file: 15.5/],
    [set('wiring', 'ring'), /invalid wiring of the instance file: "ring"; expected tree or full/],
    [set('kind', 'octal'), /invalid kind of the instance file: "octal"/],
    [set('kind', 'real'), /invalid patterns: "40 characters"; expected base64 text of 2240/],
    [set('patterns', 'AAAA'), /invalid patterns: "4 characters"; expected base64 text of 40, which is 30 bytes/],
    [set('patterns', 7), /invalid patterns: 7; expected base64 text/],
    [
      set('patterns', '/'.repeat(40)),
      /invalid input 1 of the patterns: "bits beyond the 14 it has"; expected zeros there/,
    ],
    [set('patterns', `${'A'.repeat(39)}*`), /invalid character 40 of patterns: "\*"/],
    [set('labels', '//8='), /invalid labels: "bits beyond the 14 it has"/],
    [set('labels', 'AA=='), /invalid character 3 of labels: "="/],
    [set('labels', 'AAB='), /invalid end of labels: "AAB="; expected base64 whose unused bits are 0/],
    [set('readout', 'CA=='), /invalid readout: "bits beyond the 3 it has"/],
    [set('teacher', undefined), /invalid teacher of the instance file: undefined/],
    [set('origin', { patterns: 'binary', labels: 'random', seed: 4 }), /one where the labels are those of a teacher/],
    [set('origin', { patterns: 'binary', labels: 'teacher', seed: -4 }), /invalid seed of the instance file: -4/],
    [set('origin', { patterns: 'woven', labels: 'teacher', seed: 4 }), /invalid origin of the patterns/],
    [set('origin', null), /invalid origin of the patterns in the instance file: undefined/],
    [set('remark', 'mine'), /invalid option of instance file: "remark"/],
    [set('problem', null), /invalid problem of the instance file: null/],
    [inProblem('activation', 7), /the names of an activation and of weights/],
    [inProblem('margin', 'x'), /invalid margin of the instance file: "x"/],
    [inProblem('alpha', -1), /invalid alpha of the instance file: -1/],
    [inProblem('readout', 'balanced'), /invalid option of problem of the instance file: "readout"/],
    [inProblem('weights', 'ising'), /what these names stood for when the instance file was written/],
  ])('consistent checksum, inconsistent content: %#', (damaged, message) => {
    refused(damaged, message)
  })

  test('a name that stands for something else by now', () => {
    const other = defineActivation({ name: 'other', g: (u) => (u < 0 ? -1 : 1), kinks: [0] })
    refused(text, /"activation":"other".*what these names stood for/, lookupWith({ sign: other }))
    const leaky = instance({
      problem: problem({ activation: leakyRelu({ slope: 0.2 }), weights: binary, alpha: 1 }),
      inputs: 6,
      units: 2,
      seed: 1,
    })
    const slope = lookupWith({ 'leaky-relu:0.2': leakyRelu({ slope: 0.3 }) })
    refused(encodeInstance(leaky), /invalid problem of leaky-relu:0.2 and binary: .*0\.3.*0\.2/, slope)
    refused(text, /invalid machine: undefined/, { problem: () => undefined as never })
  })

  test('a real number that is none', () => {
    const real = instance({
      problem: machine({ activation: linear, weights: spherical }),
      inputs: 1,
      units: 1,
      seed: 1,
      patterns: { count: 1, inputs: 1, values: [0.5] },
    })
    const { checksum: _, ...content } = JSON.parse(encodeInstance(real))
    content.patterns = encodeBase64(new Uint8Array(new Float64Array([Number.NaN]).buffer))
    refused(JSON.stringify({ ...content, checksum: checksumOf(content) }), /invalid number 1 of patterns: NaN/)
  })
})

describe('the parts', () => {
  test('CRC-32C of the test vectors of RFC 3720', () => {
    expect(crc32c(new TextEncoder().encode('123456789')).toString(16)).toBe('e3069283')
    expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa')
    expect(crc32c(new Uint8Array(32).fill(255)).toString(16)).toBe('62a8ab43')
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)).toString(16)).toBe('46dd794e')
    expect(crc32c(new Uint8Array(0))).toBe(0)
  })

  test('base64 of RFC 4648, and as the runtime has it', () => {
    const texts = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar']
    const expected = ['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy']
    for (const [i, text] of texts.entries()) expect(encodeBase64(new TextEncoder().encode(text))).toBe(expected[i])
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * i * 31 + i) & 255)
    expect(encodeBase64(bytes)).toBe(btoa(String.fromCharCode(...bytes)))
    for (const length of [0, 1, 2, 3, 999, 1000]) {
      expect(decodeBase64('x', encodeBase64(bytes.subarray(0, length)), length)).toEqual(bytes.subarray(0, length))
    }
  })
})
