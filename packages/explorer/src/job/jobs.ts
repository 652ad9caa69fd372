import type { Jobs } from '@gardner/core/worker'
import { franzParisi, localEntropy } from './distance.js'
import { entropy } from './entropy.js'
import { live } from './live.js'
import { shape } from './shape.js'
import { stabilities } from './stabilities.js'
import { thresholds } from './thresholds.js'

/** All that a worker of the explorer can do. */
export const jobs = {
  shape,
  thresholds,
  entropy,
  'franz-parisi': franzParisi,
  'local-entropy': localEntropy,
  stabilities,
  live,
} satisfies Jobs
