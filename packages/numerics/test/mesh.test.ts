import { describe, expect, test } from 'vitest'
import { crossoverSums, gradedBreaks, layMesh, legendreRule, onPanels, ruleBuffer } from '../src/index.js'

/** ∫ of f over [from, to] and beyond it by less than a node, on a mesh dense in the crossovers. */
function meshed(
  f: (x: number) => number,
  crossovers: readonly { center: number; width: number }[],
  from: number,
  to: number,
  step: number,
) {
  const { density, position } = crossoverSums(crossovers)
  const start = position(from)
  const room = ruleBuffer(Math.ceil((position(to) - start) / step) + 2)
  const grading = { density, position: (x: number) => position(x), next: (k: number) => start + (k + 1) * step }
  const length = layMesh(grading, from, (x) => x <= to, step, room)
  let sum = 0
  for (let k = 0; k < length; k++) sum += room.weights[k] * f(room.nodes[k])
  return { sum, length, nodes: room.nodes.subarray(0, length) }
}

describe('a mesh', () => {
  test('of one crossover has the nodes c + w sinh(t)', () => {
    const [center, width, step] = [0.3, 1e-4, 1 / 7]
    const { nodes } = meshed(() => 1, [{ center, width }], -1, 1, step)
    const first = Math.asinh((-1 - center) / width)
    for (const [k, node] of nodes.entries()) {
      const exact = center + width * Math.sinh(first + k * step)
      expect(Math.abs(node - exact)).toBeLessThan(1e-10 * Math.hypot(exact - center, width))
    }
    expect(nodes).toHaveLength(Math.floor((Math.asinh((1 - center) / width) - first) / step) + 1)
  })

  test.each([1, 1e-3, 1e-6])('integrates two peaks of width %f exponentially well', (width) => {
    const peak = (x: number, center: number) => Math.exp(-0.5 * ((x - center) / width) ** 2)
    const crossovers = [
      { center: -2, width },
      { center: 3, width },
    ]
    const found = [5, 8].map((inverse) =>
      meshed((x) => peak(x, -2) + 2 * peak(x, 3), crossovers, -2 - 12 * Math.max(width, 1), 15, 1 / inverse),
    )
    const exact = 3 * width * Math.sqrt(2 * Math.PI)
    expect(Math.abs(found[0].sum / exact - 1)).toBeLessThan(1e-7)
    // a node near 3 is rounded by up to ε in units of 1/width
    expect(Math.abs(found[1].sum / exact - 1)).toBeLessThan(2e-12 + Number.EPSILON / width)
    // nodes grow with the logarithm of the width
    expect(found[1].length).toBeLessThan(8 * 4 * (4 - Math.log(width)))
  })

  test('adds a rest to its density and position', () => {
    const { density, position } = crossoverSums([{ center: 1, width: 0.1 }])
    expect(density(1.5, 2)).toBeCloseTo(2 + density(1.5), 14)
    expect(position(1.5, -3)).toBeCloseTo(position(1.5) - 3, 14)
    const slope = (position(1.5 + 1e-5) - position(1.5 - 1e-5)) / 2e-5
    expect(density(1.5)).toBeCloseTo(slope, 6)
  })
})

describe('a mesh of panels', () => {
  const density = (x: number) => 1 / Math.hypot(x - 0.25, 1e-3)

  test('holds about one unit of its density in each, the points as breaks', () => {
    const breaks = gradedBreaks(density, -1, 1, [-3, 0.25, 1])
    expect(breaks[0]).toBe(-1)
    expect(breaks.at(-1)).toBe(1)
    expect(breaks).toContain(0.25)
    const position = (x: number) => Math.asinh((x - 0.25) / 1e-3)
    for (let i = 1; i < breaks.length; i++) {
      const held = position(breaks[i]) - position(breaks[i - 1])
      expect(held).toBeGreaterThan(0)
      expect(held).toBeLessThan(2)
    }
  })

  test('ends where the density is not finite', () => {
    const breaks = gradedBreaks(() => Number.POSITIVE_INFINITY, 0, 1)
    expect(breaks.length).toBeLessThan(20_010)
    expect(breaks.at(-1)).toBe(1)
  })

  test('takes a rule on each', () => {
    const { length, nodes, weights } = onPanels(gradedBreaks(density, -1, 1, [0.25]), legendreRule(12))
    expect(nodes).toHaveLength(length)
    let sum = 0
    for (let k = 0; k < length; k++) sum += weights[k] / ((nodes[k] - 0.25) ** 2 + 1e-6)
    const exact = 1e3 * (Math.atan(750) + Math.atan(1250))
    expect(Math.abs(sum / exact - 1)).toBeLessThan(1e-10)
  })
})
