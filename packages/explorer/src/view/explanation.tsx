import type { ComponentChildren } from 'preact'
import { DocsLink } from './docs-link.js'
import { Formula, Index, N, O, Over, Under, V, W } from './formula.js'

interface Explained {
  readonly text: ComponentChildren
  readonly formula: ComponentChildren
  /** The page of the documentation that says more. */
  readonly page: string
}

const Mu = <V>μ</V>
const brackets = (inner: ComponentChildren) => (
  <>
    <O>(</O>
    {inner}
    <O>)</O>
  </>
)
const mean = (inner: ComponentChildren) => (
  <>
    <O>⟨</O>
    {inner}
    <O>⟩</O>
  </>
)
/** (1/N) log of a number of weights, averaged over the patterns. */
const entropyOf = (inner: ComponentChildren) => (
  <>
    <Over top={<N>1</N>} bottom={<V>N</V>} />
    {mean(
      <>
        <W>log</W>
        {inner}
      </>,
    )}
  </>
)
const stored = (
  <>
    <Under of="∏" sub={Mu} />
    <W>Θ</W>
    {brackets(
      <>
        <Index of={<W>Δ</W>} sup={Mu} />
        <O>−</O>
        <V>κ</V>
      </>,
    )}
  </>
)
const overlap = (
  <>
    <Index of={<V>q</V>} sup={<V>ab</V>} />
    <O>=</O>
    <Over top={<N>1</N>} bottom={<V>N</V>} />
    <Under of="∑" sub={<V>i</V>} />
    <Index of={<V>w</V>} sub={<V>i</V>} sup={<V>a</V>} />
    <Index of={<V>w</V>} sub={<V>i</V>} sup={<V>b</V>} />
    <O>,</O>
    <V>d</V>
    <O>=</O>
    <Over
      top={
        <>
          <N>1</N>
          <O>−</O>
          <V>q</V>
        </>
      }
      bottom={<N>2</N>}
    />
  </>
)
const stability = (
  <>
    <Index of={<W>Δ</W>} sup={Mu} />
    <O>=</O>
    <Index of={<V>σ</V>} sup={Mu} />
    <Over top={<N>1</N>} bottom={<msqrt>{<V>K</V>}</msqrt>} />
    <Under of="∑" sub={<V>k</V>} />
    <Index of={<V>c</V>} sub={<V>k</V>} />
    <V>g</V>
    {brackets(<Index of={<V>u</V>} sub={<V>k</V>} sup={Mu} />)}
  </>
)

const histogram: Explained = {
  text: (
    <>
      Each pattern μ with its label σ = ±1 has a stability Δ; the machine stores it when Δ lies above κ, which is a
      dashed line. The higher a curve at large Δ, the better its patterns bear noise. <i>Typical</i> solutions are what
      one finds by choosing at random among all of them, <i>dense</i> ones lie where many others are near.
    </>
  ),
  formula: (
    <Formula words="Delta mu is sigma mu, over the root of K, times the sum over k of c k times g of u k mu">
      {stability}
    </Formula>
  ),
  page: 'docs/ansatze/stabilities.md',
}

const explanations: Readonly<Record<string, Explained>> = {
  entropy: {
    text: (
      <>
        Draw P = αN random patterns and count the weights that store all of them: S is the logarithm of their number per
        weight. Each pattern takes a share away, so S falls with the load. Binary weights start at log 2, and where S
        reaches 0 a single solution is left: that load is the capacity α<sub>c</sub>. Beyond it no weights store all
        patterns. Real weights on the sphere have a volume in place of a number; its logarithm falls to −∞ at the
        capacity.
      </>
    ),
    formula: (
      <Formula words="S of alpha is the mean of the logarithm of the sum over w of the product over mu of Theta of Delta mu minus kappa, over N">
        <V>S</V>
        {brackets(<V>α</V>)}
        <O>=</O>
        {entropyOf(
          <>
            <Under of="∑" sub={<V>w</V>} />
            {stored}
          </>,
        )}
      </Formula>
    ),
    page: 'docs/ansatze/rs.md',
  },
  stabilities: histogram,
  'franz-parisi': {
    text: (
      <>
        Stand on one solution w̃, chosen at random among all, and count the others at distance d from it. Where the curve
        is below 0 there are none. Binary weights are such that typical solutions stand alone: the curve begins below 0
        at small d. Yet learning algorithms find solutions; the next figure shows where.
      </>
    ),
    formula: (
      <Formula words="S of d is the mean of the logarithm of the number of solutions w at distance d from a typical solution, over N">
        <V>S</V>
        {brackets(<V>d</V>)}
        <O>=</O>
        {entropyOf(
          <>
            <Under of="∑" sub={<V>w</V>} />
            {stored}
            <V>δ</V>
            {brackets(
              <>
                <V>d</V>
                {brackets(
                  <>
                    <V>w</V>
                    <O>,</O>
                    <V>w̃</V>
                  </>,
                )}
                <O>−</O>
                <V>d</V>
              </>,
            )}
          </>,
        )}
      </Formula>
    ),
    page: 'docs/ansatze/franz-parisi.md',
  },
  'local-entropy': {
    text: (
      <>
        Many replicas of the machine, all solutions, are held at the same distance d from each other. The curve is the
        logarithm of their number, less what it would be without patterns. Near 0 at small d it says that almost all
        weights around are solutions: a dense region. They are rare, and are what algorithms find. The curve ends at the
        distance of typical solutions.
      </>
    ),
    formula: (
      <Formula words="S of d minus S zero of d, with y to infinity replicas at mutual distance d: one over N y times the mean of the logarithm of the share of solutions">
        <V>S</V>
        {brackets(<V>d</V>)}
        <O>−</O>
        <Index of={<V>S</V>} sub={<N>0</N>} />
        {brackets(<V>d</V>)}
        <O>=</O>
        <Over
          top={<N>1</N>}
          bottom={
            <>
              <V>N</V>
              <V>y</V>
            </>
          }
        />
        {mean(
          <>
            <W>log</W>
            <Over
              top={
                <>
                  <V>Ω</V>
                  {brackets(
                    <>
                      <V>α</V>
                      <O>,</O>
                      <V>d</V>
                    </>,
                  )}
                </>
              }
              bottom={
                <>
                  <V>Ω</V>
                  {brackets(
                    <>
                      <N>0</N>
                      <O>,</O>
                      <V>d</V>
                    </>,
                  )}
                </>
              }
            />
          </>,
        )}
      </Formula>
    ),
    page: 'docs/ansatze/large-deviation.md',
  },
  activation: {
    text: (
      <>
        What a hidden unit makes of its field u, the weighted sum of its inputs. Over random patterns u is normal with
        mean 0 and variance 1. Type a formula in x to see what another g does.
      </>
    ),
    formula: (
      <Formula words="u k mu is the root of K over N times the sum over i of w k i times xi k i mu">
        <Index of={<V>u</V>} sub={<V>k</V>} sup={Mu} />
        <O>=</O>
        <msqrt>
          <Over top={<V>K</V>} bottom={<V>N</V>} />
        </msqrt>
        <Under of="∑" sub={<V>i</V>} />
        <Index of={<V>w</V>} sub={<V>ki</V>} />
        <Index of={<V>ξ</V>} sub={<V>ki</V>} sup={Mu} />
      </Formula>
    ),
    page: 'docs/extend/activation.md',
  },
  kernel: {
    text: (
      <>
        With many hidden units only this much of g is left: how alike the outputs of two machines are whose weights have
        overlap q. A steep rise near q = 1 (as of sign) means that a small change of the weights changes the output
        much, and that solutions are hard to stay close to.
      </>
    ),
    formula: (
      <Formula words="C of q is the mean of g of u times g of v, less the mean of g squared, where u and v have correlation q">
        <V>C</V>
        {brackets(<V>q</V>)}
        <O>=</O>
        <W>E</W>
        <O>[</O>
        <V>g</V>
        {brackets(<V>u</V>)}
        <V>g</V>
        {brackets(<V>v</V>)}
        <O>]</O>
        <O>−</O>
        <Index
          of={
            <>
              <W>E</W>
              <O>[</O>
              <V>g</V>
              {brackets(<V>u</V>)}
              <O>]</O>
            </>
          }
          sup={<N>2</N>}
        />
        <O>,</O>
        <W>E</W>
        <O>[</O>
        <V>u</V>
        <V>v</V>
        <O>]</O>
        <O>=</O>
        <V>q</V>
      </Formula>
    ),
    page: 'docs/conventions.md',
  },
  errors: {
    text: (
      <>
        How many of the P = αN patterns are not stored yet, as the temperature falls from sweep to sweep. At 0 the
        machine has learnt all of them.
      </>
    ),
    formula: (
      <Formula words="E is the sum over mu of Theta of kappa minus Delta mu">
        <V>E</V>
        <O>=</O>
        <Under of="∑" sub={Mu} />
        <W>Θ</W>
        {brackets(
          <>
            <V>κ</V>
            <O>−</O>
            <Index of={<W>Δ</W>} sup={Mu} />
          </>,
        )}
      </Formula>
    ),
    page: 'docs/samplers/annealing.md',
  },
  overlap: {
    text: (
      <>
        How alike the weights of the replicas are: 1 if they are the same, 0 if they have nothing in common. The dashed
        line is what theory says of typical solutions. Replicas that attract each other go above it: they gather in a
        dense region.
      </>
    ),
    formula: (
      <Formula words="q a b is one over N times the sum over i of w i a times w i b; d is one half of 1 minus q">
        {overlap}
      </Formula>
    ),
    page: 'docs/samplers/replicated.md',
  },
  histogram,
}

export const explains = (name: string): boolean => Object.hasOwn(explanations, name)

/** What a figure shows, in a few sentences and its formula, for who meets it for the first time. */
export function Explanation({ name, id }: { readonly name: string; readonly id: string }) {
  const { text, formula, page } = explanations[name]
  return (
    <div class="explanation" id={id}>
      <p>{text}</p>
      {formula}
      <p>
        <DocsLink page={page}>Read more</DocsLink>
      </p>
    </div>
  )
}
