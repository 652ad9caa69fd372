import type { Figure } from '@gardner/viz'
import { effect, type ReadonlySignal, type Signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { forget, inFrame } from './frames.js'
import { type Place, Plot } from './plot.js'

/** Milliseconds without another figure after which one is at rest. */
const REST = 600

interface Properties {
  readonly figure: ReadonlySignal<Figure | undefined>
  readonly height: number
  /** Where the data stand, for what is drawn over them. */
  readonly place: Signal<Place | undefined>
}

/** A figure, drawn again whenever it changes: in a frame of its own, and never for a figure that was overtaken. */
export function Chart({ figure, height, place }: Properties) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const node = element.current as HTMLDivElement
    const plot = new Plot(node, height)
    const tell = () => {
      const found = plot.place
      if (JSON.stringify(found) !== JSON.stringify(place.peek())) place.value = found
    }
    let rest: ReturnType<typeof setTimeout> | undefined
    const stop = effect(() => {
      const drawn = figure.value
      if (drawn === undefined) return
      inFrame(plot, () => {
        plot.draw(drawn)
        tell()
      })
      clearTimeout(rest)
      rest = setTimeout(
        () =>
          inFrame(stop, () => {
            plot.settle()
            tell()
          }),
        REST,
      )
    })
    const observer = new ResizeObserver(() =>
      inFrame(observer, () => {
        plot.fit()
        tell()
      }),
    )
    observer.observe(node)
    return () => {
      stop()
      clearTimeout(rest)
      forget(stop)
      observer.disconnect()
      forget(plot)
      forget(observer)
      plot.close()
    }
  }, [figure, height, place])
  return <div class="chart" ref={element} style={{ height: `${height}px` }} aria-hidden="true" />
}
