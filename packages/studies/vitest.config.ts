import { packageConfig } from '../../vitest.shared.ts'

export default packageConfig('studies', { isolate: false })
