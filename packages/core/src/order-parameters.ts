/** By their symbols in the papers: { q, qhat }, { q0, q1, m }, …; a Float64Array where full RSB has a function. */
export type OrderParameters = { readonly [symbol: string]: number | Float64Array }
