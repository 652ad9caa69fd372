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
import { FigureMenu } from './figure-menu.js'

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
  /** Of the width of the page. */
  readonly size: 'third' | 'half' | 'most' | 'all'
}

/** A figure with its caption, what is to be said about it, its numbers and its files. */
export function FigurePanel({ name, title, shown, height, place, over, choices, size }: Properties) {
  const id = useId()
  const table = useSignal(false)
  const own = useSignal<Place | undefined>(undefined)
  const { drawn, figure, commands } = shown
  const { remarks, progress, instead } = shown.status.value
  const known = useWords(shown)
  return (
    <section class={`panel ${size}`} data-figure={name} data-progress={progress} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {choices}
        <FigureMenu figure={figure} none={known === undefined} commands={commands} table={table} />
      </header>
      {/* what is drawn is told in words beside it: the picture itself is for the eyes */}
      <div class="stage" style={{ minHeight: `${height}px` }}>
        <CrossHair figure={drawn} place={place ?? own}>
          <div class={known === undefined ? 'gone' : ''}>
            <Chart figure={drawn} height={height} place={place ?? own} />
          </div>
          {known === undefined ? <p class="nothing">{instead}</p> : over}
        </CrossHair>
      </div>
      {known === undefined ? null : <p class="unseen">{known.description}</p>}
      {remarks.map(({ machine, text }) => (
        <p class="remark" key={machine + text}>
          <b>{machine}</b>: {text}
        </p>
      ))}
      {known === undefined ? null : <Caption text={known.caption} />}
      {known === undefined || !table.value ? null : <DataTable figure={known} />}
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

/** What a figure shows, in two lines; all of it on demand. */
function Caption({ text }: { readonly text: string }) {
  const open = useSignal(false)
  return (
    <button
      type="button"
      class="caption"
      aria-expanded={open.value}
      onClick={() => {
        open.value = !open.value
      }}
    >
      {text}
    </button>
  )
}
