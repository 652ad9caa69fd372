import type { Figure, Spec } from '@gardner/viz'

type Json = { [key: string]: unknown }

/**
 * A figure as it stands on the page: without its title and its legend, which the page says above it, in the type of the
 * page, as wide as its place.
 */
export function onPage({ spec }: Pick<Figure, 'spec'>): Pick<Figure, 'spec'> {
  const { title: _title, description: _description, ...rest } = spec as unknown as Json
  return {
    spec: {
      ...(unlabelled(rest) as Json),
      autosize: { type: 'fit', contains: 'padding' },
      padding: { left: 2, right: 14, top: 6, bottom: 2 },
      config: {
        font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
        axis: { titleFontSize: 12, labelFontSize: 11, labelOpacity: 0.8, labelOverlap: 'greedy', tickCount: 6 },
      },
    } as unknown as Spec,
  }
}

/** Figures write S_0; where nobody lowers the index it is a character of its own. */
const indexed = (title: string): string =>
  title.replace(/_(\d+)/g, (_, digits: string) =>
    [...digits].map((digit) => String.fromCodePoint(0x2080 + Number(digit))).join(''),
  )

const CHANNELS = ['color', 'shape', 'strokeDash']

/** Colours, shapes and dashes without a legend of the figure: that of the page breaks its lines where it is narrow. */
function unlabelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unlabelled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key === 'values' || key === 'datasets') return [key, child]
      if (key === 'title' && typeof child === 'string') return [key, indexed(child)]
      const encodesField = CHANNELS.includes(key) && (child as Json | null)?.field !== undefined
      return [key, encodesField ? { ...(child as Json), legend: null } : unlabelled(child)]
    }),
  )
}
