import * as activations from '@gardner/activations'
import * as ansatze from '@gardner/ansatze'
import * as core from '@gardner/core'
import * as registry from '@gardner/core/registry'
import * as testing from '@gardner/core/testing'
import * as weights from '@gardner/weights'

for (const part of [core, registry, testing, activations, weights, ansatze])
  if (typeof part !== 'object') throw new Error('a package is not a module')
