import type { Jobs } from '@gardner/core/worker'
import { franzParisi, localEntropy } from './job/distance.js'
import { entropy } from './job/entropy.js'
import { live } from './job/live.js'
import { shape } from './job/shape.js'
import { stabilities } from './job/stabilities.js'
import { thresholds } from './job/thresholds.js'

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
