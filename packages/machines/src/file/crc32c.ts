/**
 * CRC-32C, the cyclic redundancy check of polynomial 0x1EDC6F41 (G. Castagnoli et al., IEEE Trans. Commun. 41, 883 (1993); RFC 3720):
 * of "123456789" it is e3069283. It notices accidents, one in 2³² escapes it; whoever wants to can make a text of any checksum.
 */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** Of all single bytes; bits reversed, as is the polynomial. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})
