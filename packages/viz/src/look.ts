/** How series are arranged and drawn. */
export interface Look {
  /** Panels stand side by side and share both axes, or are stacked, each with a y of its own that is named by the panel. */
  readonly stacked?: boolean
  /** A thin line leads the eye from one measured point to the next. */
  readonly joined?: boolean
  /** Panels side by side have axes of their own. */
  readonly apart?: boolean
  /** The label of the region below the `least` of the series, if they share one: `no solutions: S < 0`. */
  readonly beneath?: string
  /** Lines of fluctuating series: thin, distinguished by colour alone. */
  readonly fluctuating?: boolean
}
