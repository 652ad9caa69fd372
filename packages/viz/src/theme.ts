import { palettes, shapes } from './palette.js'

/**
 * The ground of a figure: `light` for paper, `dark` for dark slides, `page` for a document that knows its own colours:
 * the ink is its `currentColor`, so that one drawing serves both of its modes.
 */
export type Theme = 'light' | 'dark' | 'page'

export const themes: readonly Theme[] = ['light', 'dark', 'page']

const inks: Readonly<Record<Theme, { readonly ink: string; readonly ground: string | null }>> = {
  light: { ink: '#1b1e23', ground: '#ffffff' },
  dark: { ink: '#e6e8eb', ground: '#16181d' },
  page: { ink: 'currentColor', ground: null },
}

/** The font shipped with `@gardner/viz/node`; other pages fall back to their own. */
export const FONT = 'DejaVu Sans Condensed'
const font = `${FONT}, Segoe UI, Helvetica, Arial, sans-serif`

/** The look of everything that a specification leaves open. */
export function configOf(theme: Theme): { readonly [property: string]: unknown } {
  const { ink, ground } = inks[theme]
  return {
    background: ground as string,
    // a picture has one description: that of the figure
    aria: false,
    padding: 8,
    font,
    view: { stroke: ink, strokeOpacity: 0.55, continuousWidth: 460, continuousHeight: 300, discreteHeight: 300 },
    range: { category: [...palettes[theme]], symbol: [...shapes] },
    axis: {
      labelColor: ink,
      titleColor: ink,
      domainColor: ink,
      domain: false,
      tickColor: ink,
      tickOpacity: 0.55,
      tickSize: 4,
      gridColor: ink,
      gridOpacity: 0.1,
      labelFontSize: 11,
      titleFontSize: 12.5,
      titleFontWeight: 'normal',
      titlePadding: 8,
      labelPadding: 4,
      labelFlush: false,
    },
    legend: {
      labelColor: ink,
      titleColor: ink,
      labelFontSize: 11.5,
      titleFontSize: 11.5,
      titleFontWeight: 'bold',
      symbolStrokeWidth: 2,
      symbolBaseFillColor: ink,
      symbolBaseStrokeColor: ink,
      symbolSize: 70,
      labelLimit: 320,
      rowPadding: 3,
      // between what colours and what dashes mean
      layout: { right: { direction: 'vertical', margin: 18 } },
    },
    header: { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12.5 },
    title: {
      color: ink,
      subtitleColor: ink,
      anchor: 'start',
      fontSize: 14,
      fontWeight: 'bold',
      subtitleFontSize: 11.5,
      offset: 10,
      limit: 900,
    },
    line: { strokeWidth: 2, strokeCap: 'butt', strokeJoin: 'round' },
    point: { size: 36, filled: true, strokeWidth: 1 },
    rect: { fill: ink, fillOpacity: 0.07 },
    rule: { color: ink, strokeOpacity: 0.55, strokeWidth: 1 },
    text: { color: ink, fontSize: 11 },
    bar: { discreteBandSize: { band: 0.8 } },
    tick: { color: ink },
  }
}
