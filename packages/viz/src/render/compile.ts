import { compile } from 'vega-lite'
import { GAP } from '../chart.js'
import type { Figure } from '../figure.js'
import { palette, palettes } from '../palette.js'
import { configOf, type Theme } from '../theme.js'
import { AXIS, column, legendsBelow, paired, wrapped } from './column.js'
import { configOnPaper, estimates, type Paper, plotsOf, SMALL, widthOf } from './paper.js'
import { untitled } from './untitled.js'

export interface Look {
  readonly theme?: Theme
  /** The size of the plot, or of all its panels, without axes, in pixels. */
  readonly width?: number
  readonly height?: number
  /** Panels below each other and legends below them, as a column of a paper or a phone has room for. */
  readonly column?: boolean
  /** The total width: a column of a journal (86 mm) or its page (178 mm), with letters of 8 points. */
  readonly paper?: Paper
  /** Whether the title is drawn (default: true, except on paper, where the caption has it). */
  readonly titled?: boolean
}

/** The Vega specification of a figure in a theme. */
export function compiled({ spec }: Pick<Figure, 'spec'>, look: Look = {}): object {
  const { theme = 'light', height, paper, titled = paper === undefined } = look
  const narrow = look.column ?? paper === 'column'
  const width = look.width ?? (paper === undefined ? undefined : plotsOf(paper))
  const own = (titled ? spec : untitled(spec, paper === undefined ? undefined : SMALL)) as View
  const placed = narrow ? column(own, width, height) : sized(paper === undefined ? own : paired(own), width, height)
  const shaped =
    paper !== undefined
      ? wrapped(placed, widthOf(paper), estimates)
      : narrow
        ? wrapped(placed, width === undefined ? undefined : width + AXIS)
        : placed
  const config = paper === undefined ? configOf(theme) : configOnPaper(theme)
  return compile(coloured(ticked(shaped as Json), theme) as never, {
    config: narrow
      ? { ...config, ...legendsBelow(config, shaped as Json, width, paper === undefined ? undefined : estimates[1]) }
      : config,
  }).spec
}

type Json = { readonly [key: string]: unknown }

interface View {
  readonly hconcat?: readonly View[]
  readonly vconcat?: readonly View[]
}

/** Panels share the width or the height. */
function sized(view: View, width: number | undefined, height: number | undefined): View {
  const share = (all: number | undefined, count: number) =>
    all === undefined ? undefined : Math.max(1, Math.round((all - GAP * (count - 1)) / count))
  const { hconcat, vconcat } = view
  if (hconcat) return { ...view, hconcat: hconcat.map((one) => sized(one, share(width, hconcat.length), height)) }
  if (vconcat) return { ...view, vconcat: vconcat.map((one) => sized(one, width, share(height, vconcat.length))) }
  return { ...view, ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) }
}

/** Pixels from one number along an axis to the next, so that each tick has its number. */
const [APART_X, APART_Y] = [58, 34]

/** No more ticks than numbers have room beside each other, unless the specification says how many. */
function ticked(view: Json): Json {
  const config = view.config as { readonly axis?: Json } | undefined
  return config?.axis?.tickCount === undefined ? (withTicks(view) as Json) : view
}

function withTicks(view: unknown, inside: { readonly width?: number; readonly height?: number } = {}): unknown {
  if (Array.isArray(view)) return view.map((one) => withTicks(one, inside))
  const { width, height, layer, hconcat, vconcat, encoding, ...rest } = view as Json
  const size = {
    ...inside,
    ...(Number(width) > 0 ? { width: width as number } : {}),
    ...(Number(height) > 0 ? { height: height as number } : {}),
  }
  const count = (channel: unknown, room: number | undefined, apart: number) => {
    const { type, axis } = (channel ?? {}) as Json
    if (type !== 'quantitative' || axis === null || room === undefined) return channel
    return { ...(channel as Json), axis: { tickCount: Math.max(2, Math.floor(room / apart)), ...(axis as Json) } }
  }
  const own = encoding as Json | undefined
  return {
    ...rest,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(layer === undefined ? {} : { layer: withTicks(layer, size) }),
    ...(hconcat === undefined ? {} : { hconcat: withTicks(hconcat, size) }),
    ...(vconcat === undefined ? {} : { vconcat: withTicks(vconcat, size) }),
    ...(own === undefined
      ? {}
      : {
          encoding: {
            ...own,
            ...('x' in own ? { x: count(own.x, size.width, APART_X) } : {}),
            ...('y' in own ? { y: count(own.y, size.height, APART_Y) } : {}),
          },
        }),
  }
}

/** Ranges of scales in the colours of the ground. */
function coloured(value: unknown, theme: Theme): unknown {
  if (Array.isArray(value)) return value.map((one) => coloured(one, theme))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key === 'datasets' || key === 'values') return [key, child]
      if (key === 'range' && Array.isArray(child)) return [key, child.map((one) => ofGround(one, theme))]
      return [key, coloured(child, theme)]
    }),
  )
}

const ofGround = (colour: unknown, theme: Theme): unknown => {
  const index = palette.indexOf(colour as string)
  return index < 0 ? colour : palettes[theme][index]
}
