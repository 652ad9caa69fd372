/** What of a frame may go into drawing charts: the rest is for the pointer. */
const SHARE = 8

const waiting = new Map<object, () => void>()
let asked = false

/**
 * Draws in the frames to come, a few charts in each, so that a handle that is dragged keeps moving. What is asked again
 * for an owner replaces what waited.
 */
export function inFrame(owner: object, draw: () => void): void {
  waiting.set(owner, draw)
  if (asked) return
  asked = true
  requestAnimationFrame(frame)
}

export const forget = (owner: object): boolean => waiting.delete(owner)

function frame(): void {
  const start = performance.now()
  asked = false
  for (const [owner, draw] of waiting) {
    waiting.delete(owner)
    draw()
    if (performance.now() - start > SHARE) break
  }
  if (waiting.size > 0 && !asked) {
    asked = true
    requestAnimationFrame(frame)
  }
}
