import { invalid } from '@gardner/core'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0))
const PADDING = 61
const VALUES = new Int8Array(128).fill(-1)
for (const [value, code] of CODES.entries()) VALUES[code] = value

/** Base64 of RFC 4648, section 4, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(PADDING)
  for (let i = 0, at = 0; i < bytes.length; i += 3, at += 4) {
    const left = bytes.length - i
    const bits = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0)
    text[at] = CODES[bits >> 18]
    text[at + 1] = CODES[(bits >> 12) & 63]
    if (left > 1) text[at + 2] = CODES[(bits >> 6) & 63]
    if (left > 2) text[at + 3] = CODES[bits & 63]
  }
  return new TextDecoder().decode(text)
}

/** The bytes of a base64 text that has to stand for `length` of them. @throws INVALID_OPTION under the name given */
export function decodeBase64(name: string, text: unknown, length: number): Uint8Array {
  if (typeof text !== 'string') throw invalid(name, text, 'base64 text')
  const expected = 4 * Math.ceil(length / 3)
  if (text.length !== expected) {
    throw invalid(name, `${text.length} characters`, `base64 text of ${expected}, which is ${length} bytes`)
  }
  const padding = 3 * (expected / 4) - length
  const bytes = new Uint8Array(3 * (expected / 4))
  let bits = 0
  for (let k = 0; k < expected; k++) {
    const code = text.charCodeAt(k)
    const value = k >= expected - padding ? (code === PADDING ? 0 : -1) : code < 128 ? VALUES[code] : -1
    if (value < 0) throw invalid(`character ${k + 1} of ${name}`, text[k], 'a digit of base64, padded with =')
    bits = (bits << 6) | value
    if (k % 4 !== 3) continue
    const at = 3 * ((k - 3) / 4)
    bytes[at] = bits >> 16
    bytes[at + 1] = bits >> 8
    bytes[at + 2] = bits
    bits = 0
  }
  if (bytes.subarray(length).some((byte) => byte !== 0)) {
    throw invalid(`end of ${name}`, text.slice(-4), 'base64 whose unused bits are 0')
  }
  return bytes.subarray(0, length)
}
