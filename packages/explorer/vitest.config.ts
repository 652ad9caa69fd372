import { mergeConfig } from 'vitest/config'
import { packageConfig } from '../../vitest.shared.ts'

export default mergeConfig(packageConfig('explorer'), { test: { globalSetup: ['./test/build-page.ts'] } })
