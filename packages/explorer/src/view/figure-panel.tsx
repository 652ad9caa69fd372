import type { Figure } from '@gardner/viz'
import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useId } from 'preact/hooks'
import { asyncScheduler, throttleTime } from 'rxjs'
import { Chart } from '../chart/chart.js'
import { CrossHair } from '../chart/cross-hair.js'
import type { Place } from '../chart/plot.js'
import type { Shown } from '../figure/shown.js'
import { values } from '../state/answer.js'
import { DataTable } from './data-table.js'
import { Explanation, explains } from './explanation.js'
import { FigureMenu } from './figure-menu.js'
import { Legend } from './legend.js'

interface Properties {
  readonly name: string
  readonly title: ComponentChildren
  readonly shown: Shown
  readonly height: number
  readonly place?: Signal<Place | undefined>
  /** What is drawn over the data. */
  readonly over?: ComponentChildren
  /** What can be chosen of this figure. */
  readonly choices?: ComponentChildren
  /** As a share of the width of the page. */
  readonly size: 'third' | 'half' | 'most' | 'all'
}

/** A figure with its caption, what is to be said about it, its numbers and its files. */
export function FigurePanel({ name, title, shown, height, place, over, choices, size }: Properties) {
  const id = useId()
  const table = useSignal(false)
  const own = useSignal<Place | undefined>(undefined)
  const explained = useSignal(false)
  const { drawn, figure, commands, legend } = shown
  const { remarks, progress, instead, stale } = shown.status.value
  const known = useWords(shown)
  return (
    <section
      class={`panel ${size}`}
      data-figure={name}
      data-progress={progress}
      data-stale={stale.map((index) => index + 1).join(' ')}
      aria-labelledby={`${id}-title`}
    >
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {explains(name) ? (
          <button
            type="button"
            class="small why-button"
            title="What this figure shows"
            aria-label="What this figure shows"
            aria-expanded={explained.value}
            aria-controls={`${id}-explanation`}
            onClick={() => {
              explained.value = !explained.value
            }}
          >
            ?
          </button>
        ) : null}
        {choices}
        <FigureMenu figure={figure} none={known === undefined} commands={commands} table={table} />
      </header>
      {explained.value ? <Explanation name={name} id={`${id}-explanation`} /> : null}
      {known === undefined ? null : <Legend entries={legend} />}
      {/* the text beside the picture describes it, so the picture itself is hidden from screen readers */}
      <div class="stage" style={{ minHeight: `${height}px` }}>
        <CrossHair figure={drawn} place={place ?? own} legend={legend}>
          <div class={known === undefined ? 'gone' : ''}>
            <Chart figure={drawn} height={height} place={place ?? own} />
          </div>
          {known === undefined ? <p class="nothing">{instead}</p> : over}
        </CrossHair>
        {/* in the place of the drawing: below it the panel beside would gape */}
        {known === undefined || !table.value ? null : <DataTable figure={known} />}
      </div>
      {known === undefined ? null : <p class="unseen">{known.description}</p>}
      {remarks.map(({ machine, text }) => (
        <p class="remark" key={machine + text}>
          <b>{machine}</b>: {text}
        </p>
      ))}
      {known === undefined ? null : <Caption text={known.caption} />}
    </section>
  )
}

/** Milliseconds for which the words about a figure stay. */
const WORDS = 250

/** The figure for who reads about it: where it changes with every move of a handle, the words follow at some distance. */
function useWords({ drawn, figure }: Shown): Figure | undefined {
  const now = useSignal<Figure | undefined>(undefined)
  useEffect(() => {
    const subscription = values(drawn)
      .pipe(throttleTime(WORDS, asyncScheduler, { leading: true, trailing: true }))
      .subscribe(() => {
        now.value = figure.peek()
      })
    return () => subscription.unsubscribe()
  }, [drawn, figure, now])
  return now.value
}

/** What a figure shows: a sentence, and all of it on demand. */
function Caption({ text }: { readonly text: string }) {
  const [first, rest] = parted(text)
  if (rest === '') return <p class="caption">{first}</p>
  return (
    <details class="caption">
      <summary>
        {first} <span class="more">more</span>
      </summary>
      {rest}
    </details>
  )
}

/** The first sentence, and the others. */
function parted(text: string): readonly [string, string] {
  const end = text.search(/[.] /)
  return end < 0 ? [text, ''] : [text.slice(0, end + 1), text.slice(end + 2)]
}
