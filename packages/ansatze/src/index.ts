import { definePlugin } from '@gardner/core'
import { rs } from './rs/rs.js'

export { type PatternChannel, patternChannel } from './pattern-channel.js'
export { rs } from './rs/rs.js'
export type { Rs } from './rs/saddle-point.js'

export default definePlugin('ansatze', (registry) => {
  registry.ansatz(rs)
})
