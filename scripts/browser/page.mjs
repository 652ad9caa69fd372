// What a page does: a capacity, a solve that streams its progress, is cancelled, and gives a result, and a machine that is sampled.
import { relu, sigmoid } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { answer, capacity, curve, machine, points, problem, run, saddlePoint } from '@gardner/core'
import { Catalogue, WEIGHTS } from '@gardner/core/registry'
import weights, { binary, spherical } from '@gardner/weights'
import { energies } from './machine.mjs'

globalThis.report = (async () => {
  const found = await answer(capacity(machine({ activation: relu, weights: spherical }), rs))
  const { entropy } = await answer(saddlePoint(problem({ activation: sigmoid, weights: binary, alpha: 0.5 }), rs))
  const list = await new Promise((resolve) => {
    let count = 0
    const loads = Array.from({ length: 100_000 }, (_, k) => 1e-6 * (k + 1))
    const subscription = run(curve(machine({ activation: relu, weights: binary }), rs, { alpha: loads }))
      .pipe(points())
      .subscribe(() => {
        if (++count === 10) {
          subscription.unsubscribe()
          resolve(count)
        }
      })
  })
  const named = new Catalogue().use(weights).get(WEIGHTS, 'binary').name
  return { value: found.value, error: found.error, entropy: entropy.value, points: list, named, energies: energies() }
})()
