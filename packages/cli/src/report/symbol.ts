/** How quantities and order parameters are written in the papers; others stand under their names. */
const symbols: Readonly<Record<string, string>> = {
  alpha: 'α',
  margin: 'κ',
  capacity: 'α_c',
  instability: 'α_AT',
  entropy: 'S',
  freeEntropy: 'Φ',
  energy: 'G_E',
  replicon: 'replicon',
  q: 'q',
  gap: '1 − q',
  qhat: 'q̂',
  Q: 'Q',
}

export const symbolOf = (name: string): string => symbols[name] ?? name

/** What the symbols mean, for the notes of a table. */
export const meanings: Readonly<Record<string, string>> = {
  capacity: 'critical load α_c = P/N',
  instability: 'de Almeida–Thouless load',
  entropy: 'entropy per weight (natural logarithm)',
  freeEntropy: 'free entropy lim (1/N) E log Z',
  energy: 'mean log-probability of a pattern, ∂Φ/∂α',
  replicon: 'positive where the ansatz is stable',
  q: 'overlap of two solutions',
  gap: '1 − overlap',
  qhat: 'conjugate of q',
  Q: 'self overlap ⟨w²⟩',
}
