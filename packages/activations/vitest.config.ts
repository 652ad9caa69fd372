import { packageConfig } from '../../vitest.shared.ts'

export default packageConfig('activations', { isolate: false })
