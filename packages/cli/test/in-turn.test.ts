import { expect, test } from 'vitest'
import { inTurn } from '../src/simulation/in-turn.js'

const soon = () => new Promise<void>((done) => setImmediate(done))

test('items are worked on in their order, so many at a time', async () => {
  let running = 0
  let most = 0
  const begun: number[] = []
  const results = await inTurn([...Array(20).keys()], 3, new AbortController().signal, async (item) => {
    begun.push(item)
    most = Math.max(most, ++running)
    await soon()
    running--
    return 10 * item
  })
  expect(begun).toEqual([...Array(20).keys()])
  expect(results).toEqual(begun.map((item) => 10 * item))
  expect(most).toBe(3)
})

test('what has not begun when the signal comes does not begin', async () => {
  const controller = new AbortController()
  const begun: number[] = []
  const results = await inTurn([...Array(2000).keys()], 2, controller.signal, async (item) => {
    begun.push(item)
    await soon()
    if (item === 4) controller.abort()
    return item
  })
  expect(begun).toEqual([0, 1, 2, 3, 4, 5])
  expect(results.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, undefined])
  expect(results).toHaveLength(2000)
})

test('the failure of one is the failure of all', async () => {
  const failing = inTurn([1, 2, 3], 2, new AbortController().signal, async (item) => {
    await soon()
    if (item === 2) throw new Error('two')
  })
  await expect(failing).rejects.toThrow('two')
})
