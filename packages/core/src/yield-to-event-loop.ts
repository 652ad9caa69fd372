/** Runs `work` in a macrotask of its own, so that events, timers and cancellation get their turn. Returns a cancel. */
export function yieldToEventLoop(work: () => void): () => void {
  let cancelled = false
  const guarded = () => {
    if (!cancelled) work()
  }
  const scheduler = globalThis as { setImmediate?: (work: () => void) => unknown }
  if (typeof scheduler.setImmediate === 'function') {
    scheduler.setImmediate(guarded)
  } else if (typeof MessageChannel === 'function') {
    // browsers hold setTimeout back to 4 ms
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      channel.port1.close()
      guarded()
    }
    channel.port2.postMessage(undefined)
  } else {
    setTimeout(guarded, 0)
  }
  return () => {
    cancelled = true
  }
}
