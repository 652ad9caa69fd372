import { compile } from 'vega-lite'
import type { Figure } from '../figure.js'
import { configOf, type Theme } from '../theme.js'

export interface Look {
  readonly theme?: Theme
  /** Of the plot without its axes, in pixels. */
  readonly width?: number
  readonly height?: number
}

/** The Vega specification of a figure: what is drawn, in a theme. */
export function compiled({ spec }: Pick<Figure, 'spec'>, { theme = 'light', width, height }: Look = {}): object {
  const sized = { ...spec, ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) }
  return compile(sized as never, { config: configOf(theme) }).spec
}
