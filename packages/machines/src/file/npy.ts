import { invalid, unsuitable } from '@gardner/core'

/** The kinds of numbers that are read: little-endian doubles and floats, signed and unsigned whole numbers, truth values. */
export const npyTypes = ['<f8', '<f4', '|i1', '<i2', '<i4', '<i8', '|u1', '|b1'] as const
export type NpyType = (typeof npyTypes)[number]

/** An array of one or two dimensions, row after row. Truth values are 1 and 0. */
export interface NpyArray {
  readonly shape: readonly [number] | readonly [number, number]
  readonly values: Float64Array | Int8Array
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
const ALIGNMENT = 64

/**
 * The array in the bytes of a .npy file, versions 1.0 and 2.0, in C or Fortran order (numpy.lib.format).
 *
 * @throws INVALID_OPTION if it is none, cut off, or of another kind
 */
export function parseNpy(bytes: Uint8Array): NpyArray & { readonly type: NpyType } {
  if (!(bytes instanceof Uint8Array)) throw invalid('.npy file', bytes, 'its bytes, as a Uint8Array')
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw invalid('.npy file', beginning(bytes), 'a file that begins with \\x93NUMPY and a version')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [major, minor] = [bytes[6], bytes[7]]
  if ((major !== 1 && major !== 2) || minor !== 0) {
    throw invalid('version of the .npy file', `${major}.${minor}`, '1.0 or 2.0')
  }
  const begin = major === 1 ? 10 : 12
  const length = major === 1 ? view.getUint16(8, true) : bytes.length < 12 ? 0 : view.getUint32(8, true)
  if (bytes.length < begin + length) {
    throw invalid('.npy file', `${bytes.length} bytes`, `at least ${begin + length}: it is cut off within its header`)
  }
  const { type, fortran, shape } = header(new TextDecoder().decode(bytes.subarray(begin, begin + length)))
  const [rows, columns = 1] = shape
  const entries = rows * columns
  const size = Number(type.slice(2))
  const expected = begin + length + entries * size
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? 'it is cut off' : 'there is something behind the numbers'
    throw invalid('.npy file', `${bytes.length} bytes`, `${expected} for ${shape.join(' × ')} numbers ${type}: ${what}`)
  }
  const read = READ[type]
  const values = type === '|i1' ? new Int8Array(entries) : new Float64Array(entries)
  for (let k = 0; k < entries; k++) {
    const at = fortran ? (k % rows) * columns + Math.floor(k / rows) : k
    values[at] = read(view, begin + length + k * size, k)
  }
  return { type, shape, values }
}

/**
 * The bytes of a .npy file, version 1.0, C order: |i1 of an Int8Array, <f8 of any other numbers.
 *
 * @throws INVALID_OPTION if the numbers are not as many as the shape says
 */
export function formatNpy({ shape, values }: { shape: readonly number[]; values: ArrayLike<number> }): Uint8Array {
  const whole = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0)
  if (!whole || shape.length < 1 || shape.length > 2) throw invalid('shape', shape, 'one or two whole numbers')
  const entries = shape.reduce((product, n) => product * n, 1)
  if (values.length !== entries)
    throw invalid('values', `${values.length} of them`, `${entries}, for ${shape.join(' × ')}`)
  const small = values instanceof Int8Array
  const size = small ? 1 : 8
  const text = `{'descr': '${small ? '|i1' : '<f8'}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`
  const begin = ALIGNMENT * Math.ceil((10 + text.length + 1) / ALIGNMENT)
  const bytes = new Uint8Array(begin + entries * size)
  const view = new DataView(bytes.buffer)
  bytes.set([...MAGIC, 1, 0])
  view.setUint16(8, begin - 10, true)
  bytes.set(new TextEncoder().encode(`${text.padEnd(begin - 11)}\n`), 10)
  for (let k = 0; k < entries; k++) {
    if (small) view.setInt8(begin + k, values[k])
    else view.setFloat64(begin + 8 * k, values[k], true)
  }
  return bytes
}

const READ: Record<NpyType, (view: DataView, at: number, index: number) => number> = {
  '<f8': (view, at) => view.getFloat64(at, true),
  '<f4': (view, at) => view.getFloat32(at, true),
  '|i1': (view, at) => view.getInt8(at),
  '<i2': (view, at) => view.getInt16(at, true),
  '<i4': (view, at) => view.getInt32(at, true),
  '<i8': (view, at, index) => {
    const value = view.getBigInt64(at, true)
    if (!Number.isSafeInteger(Number(value))) {
      throw invalid(`number ${index + 1} of the .npy file`, String(value), 'a whole number below 2⁵³')
    }
    return Number(value)
  },
  '|u1': (view, at) => view.getUint8(at),
  '|b1': (view, at, index) => {
    const value = view.getUint8(at)
    if (value > 1) throw invalid(`number ${index + 1} of the .npy file`, value, 'a truth value, 0 or 1')
    return value
  },
}

/** The dictionary, as numpy writes it: a literal of Python with these three keys. */
function header(text: string) {
  const descr = /['"]descr['"]\s*:\s*(['"])([^'"]*)\1/.exec(text)?.[2]
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1]
  const sizes = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1]
  if (order === undefined || sizes === undefined || !/['"]descr['"]/.test(text)) {
    throw invalid('header of the .npy file', text.trim(), "{'descr': …, 'fortran_order': …, 'shape': …}")
  }
  const type = npyTypes.find((known) => known === descr)
  if (type === undefined) {
    throw invalid(
      'numbers in the .npy file',
      descr ?? 'a structure',
      `one of ${npyTypes.join(', ')}; convert with .astype`,
    )
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number.parseInt(size, 10)]))
  const [rows, columns] = shape
  if (shape.length !== 1 && shape.length !== 2) {
    throw invalid('shape of the .npy file', `(${shape.join(', ')})`, 'one or two dimensions')
  }
  if (rows * (columns ?? 1) > 2 ** 32) {
    throw unsuitable(`an array of ${shape.join(' × ')} numbers would not fit into memory; read a part of it`)
  }
  return {
    type,
    fortran: order === 'True',
    shape: (columns === undefined ? [rows] : [rows, columns]) as NpyArray['shape'],
  }
}

const beginning = (bytes: Uint8Array): string =>
  bytes.length === 0
    ? 'an empty file'
    : Array.from(bytes.subarray(0, 8), (b) => b.toString(16).padStart(2, '0')).join(' ')
