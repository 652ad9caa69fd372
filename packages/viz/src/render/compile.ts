import { compile } from 'vega-lite'
import { GAP } from '../chart.js'
import type { Figure } from '../figure.js'
import { configOf, type Theme } from '../theme.js'

export interface Look {
  readonly theme?: Theme
  /** Of the plot, or of all its panels, without axes, in pixels. */
  readonly width?: number
  readonly height?: number
}

/** The Vega specification of a figure: what is drawn, in a theme. */
export function compiled({ spec }: Pick<Figure, 'spec'>, { theme = 'light', width, height }: Look = {}): object {
  return compile(sized(spec as View, width, height) as never, { config: configOf(theme) }).spec
}

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
