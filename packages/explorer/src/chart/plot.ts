import { compiled, dataOf, type Figure, sameButForData } from '@gardner/viz'
import { parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { onPage } from './page-look.js'

/** Where the data of a plot stand on it, in pixels. */
export interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** What the ends of the axes say. */
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** A figure on the page: new rows of the same figure are poured into what is drawn, without compiling it again. */
export class Plot {
  readonly #element: HTMLElement
  readonly #height: number
  #view: View | undefined
  #drawn: Pick<Figure, 'spec'> | undefined

  constructor(element: HTMLElement, height: number) {
    this.#element = element
    this.#height = height
  }

  /** Draws a figure; what becomes of the place of its data is known after it. */
  draw(figure: Pick<Figure, 'spec'>): void {
    if (this.#view === undefined || this.#drawn === undefined || !sameButForData(figure, this.#drawn)) {
      this.#view?.finalize()
      const look = { theme: 'page', width: this.#width, height: this.#height } as const
      // expressions are interpreted: the policy of the page lets nothing be compiled from text
      const runtime = parse(compiled(onPage(figure), look) as never, undefined, { ast: true } as never)
      this.#view = new View(runtime, { expr: expressionInterpreter, renderer: 'svg', hover: false } as never)
      this.#view.initialize(this.#element)
    } else {
      for (const [name, rows] of Object.entries(dataOf(figure))) this.#view.data(name, [...rows])
    }
    this.#drawn = figure
    this.#view.run()
  }

  /** Gives labels the room that they need now: it changes with the data, and finding it costs as much as drawing them. */
  settle(): void {
    this.#view?.resize().run()
  }

  /** Takes the width of its place. */
  fit(): void {
    if (this.#view === undefined || this.#view.width() === this.#width) return
    this.#view.width(this.#width).run()
  }

  get place(): Place | undefined {
    if (this.#view === undefined) return undefined
    const [x, y] = ['x', 'y'].map((name) => this.#view?.scale(name) as Scale | undefined)
    if (x === undefined || y === undefined) return undefined
    const [left, top] = this.#view.origin() as unknown as [number, number]
    const padding = this.#view.padding() as unknown as { left: number; top: number }
    const [from, to] = x.range()
    const [bottom, ceiling] = y.range()
    return {
      left: left + padding.left,
      top: top + padding.top,
      width: to - from,
      height: bottom - ceiling,
      x: x.domain(),
      y: y.domain(),
    }
  }

  close(): void {
    this.#view?.finalize()
    this.#view = undefined
  }

  get #width(): number {
    return Math.max(120, Math.floor(this.#element.clientWidth))
  }
}

interface Scale {
  domain(): [number, number]
  range(): [number, number]
}
