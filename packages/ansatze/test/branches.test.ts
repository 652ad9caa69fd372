import { hardTanh, linear, monomial, polynomial, quadratic, relu, sine } from '@gardner/activations'
import {
  type Activation,
  capacity,
  complete,
  drive,
  instability,
  type Machine,
  machine,
  saddlePoint,
} from '@gardner/core'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { clusterTransitions, complexity, franzParisi, kStepRsb, oneStepRsb, rs, spinodal } from '../src/index.js'

const onSphere = (activation: Activation, margin = 0) => machine({ activation, weights: spherical, margin })
/** He_3 and He_4: C'(0) = C''(0) = 0, and RS is q = 0 and stable at every load. */
const third = onSphere(polynomial([0, -3, 0, 1]))
const fourth = onSphere(polynomial([3, 0, -6, 0, 1]))
const machines: Readonly<Record<string, Machine>> = {
  'x³ − 3x': third,
  'x⁴ − 6x² + 3': fourth,
  'sin 2x': onSphere(sine({ frequency: 2 })),
  'sin 3x': onSphere(sine({ frequency: 3 })),
  'x at κ = −2.5': onSphere(linear, -2.5),
  'x at κ = −2': onSphere(linear, -2),
  'x at κ = −1': onSphere(linear, -1),
  'x³': onSphere(monomial(3)),
  'hard tanh': onSphere(hardTanh),
}
const held = (m: number) => kStepRsb({ steps: 1, parisi: [m] })
/** To the last digit that is given. */
const agrees = (value: number, text: string, error = 0) => {
  const decimals = text.split('.')[1]?.length ?? 0
  expect(Math.abs(value - Number(text))).toBeLessThanOrEqual(0.51 * 10 ** -decimals + error)
}

describe('m at birth, in the limit of no step', () => {
  test.each([
    ['sin 2x', '3.174104054131', '1.8246156782'],
    ['x at κ = −2.5', '328.708981506', '1.581500284'],
    ['x at κ = −2', '61.8786314004', '0.957818663'],
    ['x at κ = −1', '7.873560240525', '0.366765336'],
    ['x³', '1.581503934181', '0.752113801'],
    ['hard tanh', '1.729765783678', '0.430102720'],
    ['sin 3x', '69.2660015712', '4.681330980'],
  ])('%s', (name, load, m) => {
    const { instability: unstable, birth } = clusterTransitions(machines[name])
    agrees(unstable.value, load, unstable.error)
    agrees(birth?.value ?? Number.NaN, m)
    expect(birth?.error).toBeLessThan(1e-9)
  })

  test.each(['x at κ = −2', 'x³'])('%s: solutions beyond approach it', (name) => {
    const { instability: unstable, birth } = clusterTransitions(machines[name])
    const at = (by: number) =>
      complete(saddlePoint(machines[name].at({ alpha: unstable.value * (1 + by) }), oneStepRsb)).at.m1
    const [far, near, nearer] = [at(4e-3), at(2e-3), at(1e-3)]
    // to second order in the load
    const limit = (8 * nearer - 6 * near + far) / 3
    const off = Math.abs(limit - (birth?.value ?? Number.NaN))
    expect(off).toBeLessThan(5e-4)
    expect(off).toBeLessThan(0.2 * Math.abs(nearer - limit))
  })

  test('is what an instability from birth on reports', () => {
    const found = complete(instability(machines['hard tanh'], oneStepRsb))
    agrees(found.at.m1, '0.430102720')
    agrees(found.value, '1.729765783678')
    expect(found.reason).toMatch(/continuous: .* m = 0\.4301027/)
  })
})

describe('clusters at m = 1', () => {
  test.each([
    ['x³ − 3x', '1.876524956842', '0', '0.599550113', '0.019229035', '2.024310112238', '0.757575182'],
    ['x⁴ − 6x² + 3', '2.212299662256', '0', '0.760715115', '0.068792221', '2.539047327367', '0.890258215'],
    ['sin 2x', '2.379456232892', '0.202750010', '0.763111080', '0.019551606', '2.489506633570', '0.855629041'],
    ['sin 3x', '2.771004444922', '0.003890692', '0.922866934', '0.285170778', '3.641549853346', '0.978470385'],
    ['x at κ = −2.5', '280.8077139756', '0.153083960', '0.683776856', '0.006680197', '287.11519865', '0.788186163'],
  ])('%s: α_d and α_K', (name, dynamical, q0, q1, sigma, kauzmann, condensed) => {
    const found = clusterTransitions(machines[name])
    expect(found.kind).toBe('discontinuous')
    const { dynamical: d, kauzmann: k } = found
    if (d === undefined || k === undefined) throw new Error('not found')
    agrees(d.value, dynamical, d.error)
    agrees(d.at.q0, q0, d.errors.q0)
    agrees(d.at.q1, q1, d.errors.q1)
    agrees(d.complexity.value, sigma, d.complexity.error)
    agrees(k.value, kauzmann, k.error)
    agrees(k.at.q1, condensed, k.errors.q1)
    expect(Math.abs(k.complexity.value)).toBeLessThan(1e-10)
    for (const { value, error, residual } of [d, k]) {
      expect(error).toBeLessThan(1e-11 * value)
      expect(residual).toBeLessThan(1e-11)
    }
    // found again by the same object
    expect(clusterTransitions(machines[name].at({ alpha: 1 }))).toBe(found)
  })

  test('are none before a continuous birth, and frozen for discrete weights', () => {
    for (const name of ['x at κ = −2', 'x³', 'hard tanh']) {
      const found = clusterTransitions(machines[name])
      expect([found.kind, found.dynamical, found.kauzmann]).toEqual(['continuous', undefined, undefined])
    }
    for (const activation of [polynomial([0, -3, 0, 1]), polynomial([3, 0, -6, 0, 1]), sine({ frequency: 3 }), linear])
      expect(clusterTransitions(machine({ activation, weights: binary })).kind).toBe('frozen')
    expect(clusterTransitions(onSphere(linear)).kind).toBe('none')
  })

  test('are a local maximum of the Franz–Parisi entropy, of the value S − Σ', () => {
    const alpha = 2.43
    const committee = machines['sin 2x'].at({ alpha })
    const clusters = complete(saddlePoint(committee, oneStepRsb))
    expect(clusters.branch).toBe('clustered, not condensed')
    agrees(clusters.entropy.value, '-1.696919302463', clusters.entropy.error)
    const sigma = clusters.measure(complexity())
    agrees(sigma.value, '0.011497712419', sigma.error)
    const distance = (1 - clusters.at.q1) / 2
    const at = (d: number) => complete(saddlePoint(committee, franzParisi({ distance: d }))).entropy
    const there = at(distance)
    expect(Math.abs(there.value - (clusters.entropy.value - sigma.value))).toBeLessThan(1e-10)
    agrees(at(0.08506).value, '-1.708417014882', 2e-9)
    for (const beside of [0.99, 1.01]) expect(at(beside * distance).value).toBeLessThan(there.value)
  })
})

describe('spinodals', () => {
  test.each([
    [0.5, '2.309178777', '0.632218'],
    [0.25, '2.708299862', '0.547832'],
  ])('of x³ − 3x at m = %s', (m, load, q1) => {
    const found = spinodal(third, m)
    if (found === undefined) throw new Error('not found')
    agrees(found.value, load, found.error)
    agrees(found.at.q1, q1)
    expect(found.error).toBeLessThan(1e-9)
    if (m === 0.5) {
      agrees(found.entropy.value, '-1.591243809', found.entropy.error)
      // given where the load is 3e-9 less, as the replica-symmetric entropy given beside it, −α log 2 = −1.600600759, tells
      agrees(found.complexity.value, '0.018413223', 3e-9)
      // metastable: above the replica-symmetric entropy, which is that of q = 0
      expect(found.entropy.value).toBeGreaterThan(-found.value * Math.LN2)
    }
    // below there are no clusters of this m, above there are
    expect(drive(saddlePoint(third.at({ alpha: 0.999 * found.value }), held(m))).result.verdict).toBe('absent')
    expect(drive(saddlePoint(third.at({ alpha: 1.001 * found.value }), held(m))).result.verdict).toBe('converged')
  })

  test('at m = 1 is α_d', () => {
    const { dynamical } = clusterTransitions(third)
    expect(spinodal(third, 1)?.value).toBeCloseTo(dynamical?.value ?? Number.NaN, 10)
  })

  test('is none where m is above that of a continuous birth', () => {
    expect(spinodal(machines['x at κ = −2'], 0.97)).toBeUndefined()
    expect(spinodal(machines['hard tanh'], 0.6)).toBeUndefined()
  })
})

describe('one step, spherical', () => {
  test.each([
    ['x³ − 3x', 2.5, 'free', '0', '0.871118560', '0.656860021', '-1.756534810544'],
    ['x³ − 3x', 3.5, 'free', '0', '0.981416787', '0.180937046', '-2.967131363061'],
    ['x³ − 3x', 3.5, 0.5, '0', '0.962524599', '0.5', '-2.725740513667'],
    ['x³ − 3x', 3.8, 'free', '0', '0.995499876', '0.058201370', '-4.008229388317'],
    ['sin 2x', 3.5, 'free', '0.177384546', '0.974157146', '0.383805232', '-2.641660598063'],
    ['sin 2x', 3.5, 0.5, '0.205455572', '0.969719300', '0.5', '-2.623157509323'],
    ['sin 2x', 3, 0.5, '0.151363261', '0.936984133', '0.5', '-2.113255170691'],
    ['sin 3x', 4.2, 'free', '0.004574182', '0.989999609', '0.604034821', '-2.976189646711'],
    ['sin 3x', 4.2, 0.5, '0.004217224', '0.991432449', '0.5', '-2.964222862848'],
    ['sin 3x', 4.5, 0.5, '0.004670568', '0.993054551', '0.5', '-3.300738961'],
    ['x at κ = −2.5', 400, 'free', '0.104430852', '0.964757270', '0.422556335', '-2.644356656506'],
    ['x at κ = −2.5', 400, 0.5, '0.127049360', '0.962810601', '0.5', '-2.637399632995'],
    ['x³', 2, 'free', '0.497040426', '0.794882453', '0.466861199', '-1.602715340971'],
    ['x at κ = −2', 80, 'free', '0.284275991', '0.832458064', '0.582979495', '-1.906271838275'],
  ] as const)('%s at α = %s, m = %s', (name, alpha, m, q0, q1, m1, entropy) => {
    const found = complete(saddlePoint(machines[name].at({ alpha }), m === 'free' ? oneStepRsb : held(m)))
    agrees(found.at.q0, q0, found.errors.q0)
    agrees(found.at.q1, q1, found.errors.q1)
    agrees(found.at.m1, m1, found.errors.m1)
    agrees(found.entropy.value, entropy, 1e-12 + found.entropy.error)
    if (m === 'free') expect(Math.abs(found.measure(complexity()).value)).toBeLessThan(1e-11)
  })

  test('the barrier is reported beside the minimum, not as it', () => {
    const { reason } = complete(saddlePoint(machines['sin 3x'].at({ alpha: 4.5 }), held(0.5)))
    expect(reason).toMatch(/barrier at q1 = 0\.8558987\d, S = -2\.94649342/)
    expect(complete(saddlePoint(machines['sin 2x'].at({ alpha: 3 }), held(0.5))).reason).toMatch(
      /barrier .* S = -2\.09197400/,
    )
  })

  test('before α_d, between α_d and α_K, and just beyond', () => {
    const at = (alpha: number) => complete(saddlePoint(third.at({ alpha }), oneStepRsb))
    expect(at(1.5)).toMatchObject({ branch: 'no clusters: replica-symmetric', verdict: 'converged' })
    expect(at(1.5).reason).toMatch(/alpha_d = 1\.876524957, condensed from alpha_K = 2\.024310112/)
    const between = at(1.95)
    expect(between.branch).toBe('clustered, not condensed')
    expect(between.at.m1).toBe(1)
    expect(between.measure(complexity()).value).toBeGreaterThan(0.01)
    expect(between.entropy.value).toBeCloseTo(complete(saddlePoint(third.at({ alpha: 1.95 }), rs)).entropy.value, 12)
    const beyond = at(2.0244)
    expect(beyond.at.m1).toBeGreaterThan(0.999)
    expect(beyond.at.m1).toBeLessThan(1)
    expect(drive(saddlePoint(third.at({ alpha: 5 }), oneStepRsb)).result.verdict).toBe('absent')
  })
})

describe('the load at which one step becomes unstable, however it was born, and where q_1 → 1', () => {
  test.each([
    ['x³ − 3x', '3.658361889312', '0', '0.989668810', '0.115425939', '3.950706278108'],
    ['x⁴ − 6x² + 3', '4.161602692658', '0', '0.997328968', '0.065184550', '4.311379048472'],
    ['sin 2x', '4.079153342721', '0.170296697', '0.995921234', '0.096397996', '4.292456331609'],
    ['x at κ = −2.5', '446.060327582', '0.094940499', '0.986121821', '0.236061316', '509.706659356'],
    ['x at κ = −2', '95.0692531463', '0.258971505', '0.933503764', '0.378551914', '125.402122953'],
    ['x³', '2.399204636254', '0.482073659', '0.912221236', '0.284562076', '3.087586548555'],
  ])('%s', (name, load, q0, q1, m, threshold) => {
    const found = complete(instability(machines[name], oneStepRsb))
    agrees(found.value, load, found.error)
    agrees(found.at.q0, q0, found.errors.q0)
    agrees(found.at.q1, q1, found.errors.q1)
    agrees(found.at.m1, m, found.errors.m1)
    expect(found.reason).toMatch(/^(dis)?continuous: /)
    const end = complete(capacity(machines[name], oneStepRsb))
    agrees(end.value, threshold, end.error)
  })

  test.each([
    ['sin 3x', '5.225901495305'],
    ['hard tanh', '2.463412691970'],
  ])('%s: the capacity', (name, threshold) => {
    const end = complete(capacity(machines[name], oneStepRsb))
    agrees(end.value, threshold, end.error)
  })
})

test('curves go on through α_d and α_K', () => {
  const { entropy: before } = complete(saddlePoint(third.at({ alpha: 2.0243 }), oneStepRsb))
  const { entropy: after } = complete(saddlePoint(third.at({ alpha: 2.02432 }), oneStepRsb))
  expect(after.value - before.value).toBeLessThan(0)
  expect(after.value - before.value).toBeGreaterThan(-3e-5)
})

test('an even g on the sphere and relu keep the branches they had', () => {
  agrees(complete(saddlePoint(onSphere(quadratic).at({ alpha: 2 }), oneStepRsb)).entropy.value, '-1.455557312992')
  expect(complete(saddlePoint(onSphere(relu).at({ alpha: 2.2 }), oneStepRsb)).entropy.value).toBeCloseTo(
    -2.309986578323,
    11,
  )
})

test('two steps of x³ − 3x, by a minimum of S of another program: its overlaps are as far from ours as a minimum lets them be', () => {
  const { at, errors, entropy } = complete(saddlePoint(third.at({ alpha: 3.8 }), kStepRsb({ steps: 2 })))
  agrees(entropy.value, '-4.008875303378', entropy.error)
  expect(at.q0).toBe(0)
  expect(Math.abs(at.q1 - 0.9873050972)).toBeLessThan(errors.q1 + 3e-8)
  expect(Math.abs(at.q2 - 0.9959321776)).toBeLessThan(errors.q2 + 2e-9)
  expect(Math.abs(at.m1 - 0.057873068)).toBeLessThan(errors.m1 + 1e-9)
  expect(Math.abs(at.m2 - 0.1080883183)).toBeLessThan(errors.m2 + 3e-7)
})
