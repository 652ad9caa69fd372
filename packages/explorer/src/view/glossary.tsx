import type { Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { DocsLink } from './docs-link.js'

const terms: readonly (readonly [ComponentChildren, ComponentChildren])[] = [
  [<i key="">α</i>, 'The load: P/N, random patterns for each weight. The slider sets it for all machines.'],
  [
    <i key="">κ</i>,
    'The margin: a pattern is stored when its stability Δ lies above κ. A larger margin is safer and costs capacity.',
  ],
  [
    <>
      <i>g</i>, <i>C</i>(<i>q</i>)
    </>,
    'The activation of the hidden units, and its kernel: all that is left of g when there are many units.',
  ],
  [
    <i key="">q</i>,
    'The overlap of two solutions: their mean product per weight. 1 says that they are the same, 0 that they have nothing in common.',
  ],
  [<i key="">d</i>, 'Their distance, (1 − q)/2: of ±1 weights the share that differs.'],
  [
    <i key="">S</i>,
    'The entropy of the solutions: the logarithm of their number, or their volume, per weight. Below 0 there are none.',
  ],
  [
    <>
      <i>α</i>
      <sub>c</sub>
    </>,
    'The capacity: the largest load at which weights exist that store all patterns.',
  ],
  [
    'RS, 1RSB, 2RSB',
    'How solutions are assumed to lie: all alike (replica symmetry), in clusters (one step of its breaking), in clusters of clusters (two steps). Each step bounds the capacity of real weights more closely; where RS is right all agree.',
  ],
  [
    <>
      <i>α</i>
      <sub>AT</sub>
    </>,
    'The load of de Almeida and Thouless: beyond it the RS solution is unstable, and its numbers are not exact.',
  ],
  [
    <>
      Δ, <i>P</i>(Δ)
    </>,
    'The stability of a pattern, output times label, and its distribution over the patterns.',
  ],
  [
    'typical, dense',
    'A typical solution is one drawn at random from all. Dense regions are rare sets of many solutions close together, which learning finds.',
  ],
  [
    <>
      <i>N</i>, <i>K</i>, <i>y</i>
    </>,
    'Inputs, hidden units and replicas (copies that learn the same patterns) of a finite machine. Theory is for N → ∞, then K → ∞.',
  ],
  ['±', 'A bound on the error of a number. Grey digits are known too; they are there for who needs them.'],
]

/** What the symbols of the page mean. */
export function Glossary({ open }: { readonly open: Signal<boolean> }) {
  const element = useRef<HTMLDialogElement>(null)
  const shown = open.value
  useEffect(() => {
    const dialog = element.current
    if (dialog === null) return
    if (shown && !dialog.open) dialog.showModal()
    if (!shown && dialog.open) dialog.close()
  }, [shown])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog anyway; a click beside it does too
    <dialog
      ref={element}
      class="glossary"
      aria-labelledby="glossary-title"
      onClose={() => {
        open.value = false
      }}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) open.value = false
      }}
    >
      <div>
        <header>
          <h2 id="glossary-title">What the symbols mean</h2>
          <button
            type="button"
            class="small"
            onClick={() => {
              open.value = false
            }}
          >
            close
          </button>
        </header>
        <dl>
          {terms.map(([term, meaning], i) => (
            <div key={i}>
              <dt>{term}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p>
          <DocsLink page="docs/conventions.md">All conventions</DocsLink>
          <br />
          <DocsLink page="docs/guides/explorer.md">How to use this page</DocsLink>
        </p>
      </div>
    </dialog>
  )
}
