import { identityOf } from '@gardner/core'
import { crc32c } from './crc32c.js'

/** CRC-32C of the content as JSON without white space, keys in order of their UTF-16 codes, in UTF-8. */
export const checksumOf = (content: object): string =>
  `crc32c:${crc32c(new TextEncoder().encode(identityOf(content)))
    .toString(16)
    .padStart(8, '0')}`
