import { bitFlips, type Flips, Random, seeded, tableFlips } from '@gardner/machines'
import { describe, expect, test } from 'vitest'
import { errors, machine } from '../../machines/test/exact/machines.js'
import { loaded, machines, seen, three } from '../../machines/test/exact/replicas.js'
import { Reduced } from '../src/reduced.js'

describe('moves of the reduced rejection rate', () => {
  for (const [name, plan] of machines) {
    const made = machine(plan)
    test(`${name}: are the same to the last bit, compiled or not, of bits or of tables`, () => {
      const count = plan.patterns > 4096 ? 100 : 3000
      const transcripts = [
        bitFlips(made, three, 'compiled') as Flips,
        bitFlips(made, three, 'twin') as Flips,
        tableFlips(made, three, errors),
      ].map((flips) => {
        loaded(flips, made)
        const random = new Random(seeded(9))
        const reduced = new Reduced(flips)
        return (
          [
            [0.01, 'pairs', 0.3],
            [0.5, 'pairs', 1.5],
            [0.3, 'traced', 0.7],
            [4, 'traced', 0.2],
          ] as const
        ).map(([beta, coupling, gamma]) => {
          const accepted = reduced.moves(count, beta, coupling, gamma, random)
          // another kind of moves in between changes nothing
          flips.turn(1, 2)
          flips.turn(1, 2)
          return { accepted, ...seen(flips, random) }
        })
      })
      expect(transcripts[1]).toEqual(transcripts[0])
      expect(transcripts[2]).toEqual(transcripts[0])
      const accepted = transcripts[0].map((one) => one.accepted)
      expect(Math.max(...accepted)).toBeGreaterThan(count / 4)
      expect(Math.min(...accepted)).toBeLessThan(count / 2)
    })
  }
})
