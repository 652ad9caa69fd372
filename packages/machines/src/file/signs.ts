import { invalid } from '@gardner/core'
import { decodeBase64, encodeBase64 } from './base64.js'

/** Signs as base64 of bits: number k is bit k mod 8 of byte ⌊k/8⌋, set for +1. */
export function encodeSigns(signs: ArrayLike<number>): string {
  const bytes = new Uint8Array(Math.ceil(signs.length / 8))
  for (let k = 0; k < signs.length; k++) if (signs[k] > 0) bytes[k >>> 3] |= 1 << (k & 7)
  return encodeBase64(bytes)
}

export function decodeSigns(name: string, text: unknown, length: number): Int8Array {
  const bytes = decodeBase64(name, text, Math.ceil(length / 8))
  checkUnused(name, bytes, length)
  return Int8Array.from({ length }, (_, k) => ((bytes[k >>> 3] >>> (k & 7)) & 1 ? 1 : -1))
}

/** The bits of the last byte that stand for nothing have to be 0. */
export function checkUnused(name: string, bytes: Uint8Array, length: number): void {
  if (length % 8 !== 0 && bytes[bytes.length - 1] >>> (length % 8) !== 0) {
    throw invalid(name, `bits beyond the ${length} it has`, 'zeros there')
  }
}

/** Doubles as base64, little-endian. */
export function encodeDoubles(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(8 * values.length))
  for (let k = 0; k < values.length; k++) view.setFloat64(8 * k, values[k], true)
  return encodeBase64(new Uint8Array(view.buffer))
}

export function decodeDoubles(name: string, text: unknown, length: number): Float64Array {
  const bytes = decodeBase64(name, text, 8 * length)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return Float64Array.from({ length }, (_, k) => {
    const value = view.getFloat64(8 * k, true)
    if (!Number.isFinite(value)) throw invalid(`number ${k + 1} of ${name}`, value, 'a finite number')
    return value
  })
}
