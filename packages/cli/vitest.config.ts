import { mergeConfig } from 'vitest/config'
import { packageConfig } from '../../vitest.shared.ts'

export default mergeConfig(packageConfig('cli', { isolate: false }), {
  test: { globalSetup: ['./test/bundle-folder.ts'] },
})
