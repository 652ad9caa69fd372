import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Explorer } from '../state/explorer.js'
import { memory } from '../state/memory.js'

const KEY = 'gardner-tour'

/** Whether the tour begins by itself: at the first visit, of the page and not of something that was shared. */
export const isFirstVisit = (fragment: string): boolean =>
  fragment.replace(/^#/, '') === '' && memory.kept(KEY) === undefined && memory.keep(KEY, 'seen')

interface Stop {
  /** The part of the page; the first that is there. */
  readonly at: readonly string[]
  readonly text: string
}

const stops: readonly Stop[] = [
  {
    at: ['.ways'],
    text: 'Give a neural network random patterns to store. Up to how many can it? This page computes the answer while you look, in your browser. These examples are a way in.',
  },
  {
    at: ['[data-card="1"]'],
    text: 'A machine: many hidden units with an activation g of your choice, or a single unit; weights that are ±1 or real; a margin κ. Compare up to four.',
  },
  {
    at: ['[data-card="1"] .thresholds', '[data-card="1"]'],
    text: 'How much it stores: α_c patterns for each weight. RS, 1RSB and 2RSB are finer and finer assumptions on how solutions lie. Every number has its error.',
  },
  { at: ['.load'], text: 'The load α: patterns for each weight, of all machines. Move it, and all figures follow.' },
  {
    at: ['[data-figure="entropy"]'],
    text: 'How many solutions there are at each load. Where the curve meets 0 none are left. The line can be dragged.',
  },
  {
    at: ['[data-figure="stabilities"]'],
    text: 'How safely patterns are stored. Every figure has a ? that explains it with its formula; svg, png, csv and table hand over its numbers, >_ the command line that computes them.',
  },
  {
    at: ['[data-figure="local-entropy"]'],
    text: 'Solutions are not spread evenly: there are rare regions where they are dense, and there learning goes.',
  },
  {
    at: ['#tab-finite'],
    text: 'See for yourself: train a finite machine and watch it land on the curves of the theory. The glossary above says what each symbol means.',
  },
]

/** A walk through the page, one part after the other; it blocks nothing, and Escape ends it. */
export function Tour({ explorer, open }: { readonly explorer: Explorer; readonly open: Signal<boolean> }) {
  return open.value ? <Steps explorer={explorer} open={open} /> : null
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function Steps({ explorer, open }: { readonly explorer: Explorer; readonly open: Signal<boolean> }) {
  const step = useSignal(0)
  const spot = useSignal<Box | undefined>(undefined)
  const next = useRef<HTMLButtonElement>(null)
  const index = step.value
  const end = () => {
    open.value = false
    document.getElementById('tour-button')?.focus({ preventScroll: true })
  }
  const go = (by: number) => {
    const to = index + by
    if (to >= stops.length) end()
    else step.value = Math.max(0, to)
  }
  useEffect(() => {
    explorer.tab.value = 'theory'
    memory.keep(KEY, 'seen')
  }, [explorer])
  useLayoutEffect(() => {
    const target = seen(stops[index].at)
    // in the middle where it fits; below what sticks to the top where a telephone has a sheet at the bottom
    const narrow = innerWidth <= 820
    target?.scrollIntoView({ block: narrow ? 'start' : 'center' })
    if (narrow) scrollBy(0, -64)
    next.current?.focus({ preventScroll: true })
    let frame = 0
    const follow = () => {
      const box = target?.getBoundingClientRect()
      const now = box && { left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 }
      if (JSON.stringify(now) !== JSON.stringify(spot.peek())) spot.value = now
      frame = requestAnimationFrame(follow)
    }
    follow()
    return () => cancelAnimationFrame(frame)
  }, [index, spot])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape') end()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  })
  const box = spot.value
  return (
    <>
      {box === undefined ? null : (
        <div
          class="spot"
          aria-hidden="true"
          style={{ left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` }}
        />
      )}
      <div
        class="tour"
        role="dialog"
        aria-label="Tour of the page"
        style={box === undefined ? {} : placed(box)}
        onKeyDown={({ key }) => {
          if (key === 'ArrowRight') go(1)
          if (key === 'ArrowLeft') go(-1)
        }}
      >
        <p aria-live="polite">{stops[index].text}</p>
        <div class="steps">
          <button type="button" class="small" onClick={end}>
            skip
          </button>
          <span>
            {index + 1} of {stops.length}
          </span>
          <button type="button" class="small" disabled={index === 0} onClick={() => go(-1)}>
            back
          </button>
          <button type="button" class="small main" ref={next} onClick={() => go(1)}>
            {index === stops.length - 1 ? 'done' : 'next'}
          </button>
        </div>
      </div>
    </>
  )
}

/** The first of some parts of the page that can be seen. */
const seen = (selectors: readonly string[]): Element | undefined =>
  selectors
    .flatMap((selector) => [...document.querySelectorAll(selector)])
    .find((one) => one.getClientRects().length > 0)

/** Pixels of the note, about, and between it and what it is about. */
const [WIDTH, HEIGHT, GAP] = [340, 170, 10]

/** Beside what it is about, or below or above it, as there is room; styles put it at the bottom of a telephone. */
function placed({ left, top, width, height }: Box): Record<string, string> {
  const [right, bottom] = [left + width, top + height]
  const across = Math.max(GAP, Math.min(left, innerWidth - WIDTH - GAP))
  const down = Math.max(GAP, Math.min(top, innerHeight - HEIGHT - GAP))
  const at = (x: number, y: number) => ({ '--x': `${x}px`, '--y': `${y}px` })
  if (bottom + GAP + HEIGHT < innerHeight) return at(across, bottom + GAP)
  if (right + GAP + WIDTH < innerWidth) return at(right + GAP, down)
  if (left - GAP - WIDTH > 0) return at(left - GAP - WIDTH, down)
  if (top - GAP - HEIGHT > 0) return at(across, top - GAP - HEIGHT)
  return at(innerWidth - WIDTH - GAP, innerHeight - HEIGHT - GAP)
}
