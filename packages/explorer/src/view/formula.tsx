import type { ComponentChildren } from 'preact'

/** Formulas as MathML, which browsers lay out themselves. */

interface Content {
  readonly children: ComponentChildren
}

/** A formula on a line of its own; the words for who does not see it. */
export const Formula = ({ words, children }: Content & { readonly words: string }) => (
  <div class="formula" role="math" aria-label={words}>
    <math display="block">
      <mrow>{children}</mrow>
    </math>
  </div>
)

/** Brackets as high as what is beside them; written out, since a false is left away. */
const plain = { stretchy: 'false' } as object

/** A variable, a number, an operator. */
export const V = ({ children }: Content) => <mi>{children}</mi>
export const N = ({ children }: Content) => <mn>{children}</mn>
export const O = ({ children }: Content) => <mo {...plain}>{children}</mo>

/** A word of a formula: upright. */
export const W = ({ children }: Content) => <mi mathvariant="normal">{children}</mi>

export const Over = ({ top, bottom }: { readonly top: ComponentChildren; readonly bottom: ComponentChildren }) => (
  <mfrac>
    <mrow>{top}</mrow>
    <mrow>{bottom}</mrow>
  </mfrac>
)

interface Indexed {
  readonly of: ComponentChildren
  readonly sub?: ComponentChildren
  readonly sup?: ComponentChildren
}

export function Index({ of, sub, sup }: Indexed) {
  const base = <mrow>{of}</mrow>
  if (sup === undefined) return <msub>{[base, <mrow key="sub">{sub}</mrow>]}</msub>
  if (sub === undefined) return <msup>{[base, <mrow key="sup">{sup}</mrow>]}</msup>
  return <msubsup>{[base, <mrow key="sub">{sub}</mrow>, <mrow key="sup">{sup}</mrow>]}</msubsup>
}

/** A sum or a product over an index. */
export const Under = ({ of, sub }: { readonly of: ComponentChildren; readonly sub: ComponentChildren }) => (
  <munder>
    <mo>{of}</mo>
    <mrow>{sub}</mrow>
  </munder>
)
