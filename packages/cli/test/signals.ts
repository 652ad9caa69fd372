import { existsSync } from 'node:fs'
import type { Signals } from '../src/index.js'

/** Signals that a test gives: so many macrotasks from when they are listened to. */
export const after = (turns: number): Signals => ({
  listen: (interrupted) => {
    let count = 0
    let stopped = false
    const turn = () => {
      if (stopped) return
      if (count === turns) interrupted()
      count++
      setImmediate(turn)
    }
    setImmediate(turn)
    return () => {
      stopped = true
    }
  },
  end: () => {},
})

/** A signal when a file is there. */
export const signalAt = (path: string): Signals => ({
  listen: (interrupted) => {
    const timer = setInterval(() => {
      if (!existsSync(path)) return
      clearInterval(timer)
      interrupted()
    }, 1)
    return () => clearInterval(timer)
  },
  end: () => {},
})
