import { type Activation, defineActivation, defineFamily, nonNegative, numbers, onlyKeys } from '@gardner/core'

/** g(u) = u above 0 and a(e^u − 1) below, a ≥ 0 (default 1, where g' is continuous); its kernel is derived. */
export function elu(options: { readonly a?: number } = {}): Activation {
  onlyKeys('elu', options, ['a'])
  const a = nonNegative('a of elu', options.a === undefined ? 1 : options.a)
  return defineActivation({
    name: 'elu',
    parameters: { a },
    at: elu,
    g: (u) => (u < 0 ? a * Math.expm1(u) : u),
    kinks: [0],
    reference: 'D.-A. Clevert, T. Unterthiner and S. Hochreiter, arXiv:1511.07289',
  })
}

/** `elu:a` */
export const eluFamily = defineFamily<Activation>({
  name: 'elu',
  usage: 'a',
  make: (parameters) => {
    const [a] = numbers('elu', parameters, 0, 1)
    return elu(a === undefined ? {} : { a })
  },
})
