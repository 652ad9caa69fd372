import { describe, expect, test } from 'vitest'
import { decodeBase64 } from '../../src/file/base64.js'
import { formatNpy, parseNpy } from '../../src/file/npy.js'
import { patternsFromNpy } from '../../src/file/patterns-file.js'
import { instance } from '../../src/instance.js'
import { machineOf } from './machine.js'
import oracle from './npy-oracle.json' with { type: 'json' }

type Name = keyof typeof oracle
const bytesOf = (name: Name): Uint8Array => {
  const { file } = oracle[name]
  return decodeBase64('file', file, (3 * file.length) / 4 - (file.match(/=+$/)?.[0].length ?? 0))
}
const readable = (Object.keys(oracle) as Name[]).filter((name) => 'values' in oracle[name])

describe('files that numpy wrote', () => {
  test.each(readable)('%s', (name) => {
    const { shape, values } = parseNpy(bytesOf(name))
    const expected = oracle[name] as { shape: number[]; values: number[] }
    expect(shape).toEqual(expected.shape)
    expect(Array.from(values)).toEqual(expected.values)
  })

  test('all eight kinds of numbers are among them', () => {
    expect(readable.map((name) => parseNpy(bytesOf(name)).type).slice(0, 8)).toEqual(readable.slice(0, 8))
  })

  test.each([
    ['version 3', 'invalid version of the .npy file: "3.0"; expected 1.0 or 2.0'],
    ['big endian', 'invalid numbers in the .npy file: ">f8"; expected one of <f8, <f4, |i1'],
    ['complex', 'invalid numbers in the .npy file: "<c16"'],
    ['structure', 'invalid numbers in the .npy file: "a structure"'],
    ['no dimension', 'invalid shape of the .npy file: "()"; expected one or two dimensions'],
    ['three dimensions', 'invalid shape of the .npy file: "(1, 1, 2)"; expected one or two dimensions'],
    ['beyond doubles', 'invalid number 1 of the .npy file: "1152921504606846976"; expected a whole number below 2⁵³'],
  ] as const)('%s is refused', (name, message) => {
    expect(() => parseNpy(bytesOf(name))).toThrow(message)
  })

  test('a file that is cut off anywhere says so, and one that goes on too', () => {
    const whole = bytesOf('<f8')
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseNpy(whole.subarray(0, length))).toThrow(length < 10 ? 'invalid .npy file' : 'it is cut off')
    }
    expect(() => parseNpy(Uint8Array.of(...whole, 0))).toThrow('there is something behind the numbers')
    expect(() => parseNpy(bytesOf('version 2').subarray(0, 11))).toThrow('invalid .npy file')
  })

  test('something else is refused', () => {
    expect(() => parseNpy(new Uint8Array(0))).toThrow('invalid .npy file: "an empty file"')
    expect(() => parseNpy(new TextEncoder().encode('1,2,3\n4,5,6\n'))).toThrow('expected a file that begins with')
    expect(() => parseNpy('text' as never)).toThrow('its bytes, as a Uint8Array')
    const truth = bytesOf('|b1').slice()
    truth[truth.length - 2] = 7
    expect(() => parseNpy(truth)).toThrow('invalid number 5 of the .npy file: 7; expected a truth value, 0 or 1')
    const blurred = bytesOf('<f8').slice()
    blurred[12] = 120
    expect(() => parseNpy(blurred)).toThrow('invalid header of the .npy file')
  })
})

describe('files that are written', () => {
  test('are those of numpy, to the byte', () => {
    for (const name of ['<f8', '|i1'] as const) {
      expect(formatNpy(parseNpy(bytesOf(name)))).toEqual(bytesOf(name))
    }
  })

  test('give the numbers back to the bit', () => {
    const values = Float64Array.of(0, -0, 1e-320, Number.MAX_VALUE, Number.NaN, Number.NEGATIVE_INFINITY, 1 / 3)
    const back = parseNpy(formatNpy({ shape: [7], values }))
    expect(back.shape).toEqual([7])
    expect(back.values).toEqual(values)
    expect(parseNpy(formatNpy({ shape: [2, 1], values: [5, 6] }))).toEqual({
      type: '<f8',
      shape: [2, 1],
      values: Float64Array.of(5, 6),
    })
    const large = Int8Array.from({ length: 300_000 }, (_, k) => (k % 3) - 1)
    const read = parseNpy(formatNpy({ shape: [300, 1000], values: large })).values
    expect(read).toBeInstanceOf(Int8Array)
    // as bytes: one by one they would be compared for seconds
    expect(Buffer.from(read.buffer).equals(Buffer.from(large.buffer))).toBe(true)
  })

  test('of a shape that fits', () => {
    expect(() => formatNpy({ shape: [2, 2], values: [1] })).toThrow(
      'invalid values: "1 of them"; expected 4, for 2 × 2',
    )
    expect(() => formatNpy({ shape: [], values: [] })).toThrow('one or two whole numbers')
    expect(() => formatNpy({ shape: [1.5], values: [1] })).toThrow('one or two whole numbers')
  })
})

describe('patterns from .npy', () => {
  test('signs in either order of memory, labels of their own', () => {
    const labels = bytesOf('one dimension')
    const { values } = patternsFromNpy(bytesOf('fortran signs'), labels)
    expect(Array.from(values)).toEqual([1, -1, 1, 1, 1, -1])
    const made = instance({ ...machineOf(3, 1), patterns: patternsFromNpy(bytesOf('fortran signs'), labels) })
    expect(made.patterns).toMatchObject({ kind: 'binary', count: 2 })
    expect([...made.labels]).toEqual([1, -1])
  })

  test('truth values are signs', () => {
    const { count, inputs, values } = patternsFromNpy(bytesOf('|b1'))
    expect([count, inputs]).toEqual([2, 3])
    expect(Array.from(values)).toEqual([1, -1, 1, 1, 1, -1])
  })

  test('other shapes and labels are refused', () => {
    expect(() => patternsFromNpy(bytesOf('one dimension'))).toThrow('rows for patterns and columns for inputs')
    expect(() => patternsFromNpy(bytesOf('no rows'))).toThrow('invalid shape of the patterns: "(0, 3)"')
    expect(() => patternsFromNpy(bytesOf('<f8'), bytesOf('<f8'))).toThrow('invalid shape of the labels: "(2, 3)"')
    const labels = formatNpy({ shape: [2], values: [1, 0] })
    expect(() => patternsFromNpy(bytesOf('<f8'), labels)).toThrow('invalid label of pattern 2: 0; expected 1 or -1')
  })
})
