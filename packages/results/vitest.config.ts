import { packageConfig } from '../../vitest.shared.ts'

export default packageConfig('results', { isolate: false })
