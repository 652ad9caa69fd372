import { entry } from './entry.js'

/** How quantities and order parameters are written in the papers; others stand under their names. */
const symbols: Readonly<Record<string, string>> = {
  alpha: 'α',
  margin: 'κ',
  distance: 'd',
  replicas: 'y',
  stability: 'Δ',
  density: 'P(Δ)',
  capacity: 'α_c',
  instability: 'α_AT',
  entropy: 'S',
  freeEntropy: 'Φ',
  energy: 'G_E',
  normalised: 'S − S(0)',
  slope: 'dS/dd',
  minimum: 'd_min',
  gap: '1 − q',
  that: 't̂',
  phat: 'p̂',
  qref: 'q̃',
  qhatref: 'q̃̂',
  logdq: 'log δq',
}

const letters: Readonly<Record<string, string>> = {
  qhat: 'q̂',
  mtilde: 'm̃',
  dq: 'δq',
  dqhat: 'δq̂',
}

/** Letters and the level behind them: `qhat1` is q̂₁. */
const LEVELLED = /^([a-zA-Z]+?)(\d*)$/

export function symbolOf(name: string): string {
  const known = entry(symbols, name)
  if (known !== undefined) return known
  const [, letter = name, level = ''] = LEVELLED.exec(name) ?? []
  return (entry(letters, letter) ?? letter) + lowered(level)
}

const lowered = (level: string): string => [...level].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')

const meanings: Readonly<Record<string, string>> = {
  capacity: 'critical load α_c = P/N',
  instability: 'de Almeida–Thouless load',
  entropy: 'entropy per weight (natural logarithm)',
  freeEntropy: 'free entropy lim (1/N) E log Z',
  energy: 'mean log-probability of a pattern, ∂Φ/∂α',
  replicon: 'positive where the ansatz is stable',
  normalised: 'the entropy less that of no load at the same distance',
  slope: 'derivative in the distance',
  breaking: '(q_k − q₀)/(1 − q_k), 0 where the ansatz is replica-symmetric',
  complexity: 'logarithm of the number of clusters per weight, 0 where m is extremised over',
  minimum: 'closer to a typical solution there is no other',
  distance: 'distance (1 − overlap)/2',
  mode: 'where the density is largest',
  integral: '∫ P(Δ) dΔ',
  gap: '1 − overlap',
  q: 'overlap of two solutions',
  qhat: 'conjugate of q',
  Q: 'self overlap ⟨w²⟩',
  p: 'overlap with the reference, 1 − 2d',
  t: 'overlap with another reference',
  phat: 'conjugate of p: holds the distance',
  that: 'conjugate of t',
  qref: 'overlap of two references',
  qhatref: 'conjugate of q̃',
  q0: 'overlap of solutions of different clusters',
  q1: 'overlap of solutions of the same cluster',
  dq: 'y (q₁ − q₀)',
  dqhat: 'y (q̂₁ − q̂₀)',
}

/** Of the parameters of a level. */
const levelled: Readonly<Record<string, (level: string) => string>> = {
  q: (level) => `overlap of solutions of the same cluster of level ${level}`,
  m: (level) => `Parisi parameter of level ${level}`,
  mtilde: (level) => `m${lowered(level)}/(1 − q_k), finite where q_k → 1`,
  qhat: (level) => `conjugate of q${lowered(level)}`,
  complexity: (level) => `logarithm of the number of clusters of level ${level} per weight`,
}

/** What a symbol means, for the notes of a table; nothing where that is not known. */
export function meaningOf(name: string): string | undefined {
  const own = entry(meanings, name)
  if (own !== undefined) return own
  const [, letter = name, level = ''] = LEVELLED.exec(name) ?? []
  return level === '' ? undefined : entry(levelled, letter)?.(level)
}
