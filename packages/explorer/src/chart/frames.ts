const waiting = new Map<object, () => void>()
let asked = false

/**
 * Draws in the frames to come, one chart in each, so that a handle that is dragged keeps moving. What is asked again for
 * an owner replaces what waited, in its place.
 */
export function inFrame(owner: object, draw: () => void): void {
  waiting.set(owner, draw)
  if (asked) return
  asked = true
  requestAnimationFrame(frame)
}

export const forget = (owner: object): boolean => waiting.delete(owner)

function frame(): void {
  asked = false
  const [next] = waiting
  if (next === undefined) return
  const [owner, draw] = next
  waiting.delete(owner)
  draw()
  if (waiting.size > 0 && !asked) {
    asked = true
    requestAnimationFrame(frame)
  }
}
