import { packageConfig } from '../../vitest.shared.ts'

export default packageConfig('ansatze', { isolate: false })
