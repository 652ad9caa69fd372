import type { Figure } from '../figure.js'
import type { Spec } from './spec.js'

/** A field of an encoding, and a layer or plots of a specification, as far as they matter here. */
interface Channel {
  readonly field?: string
  readonly title?: string | null
  readonly type?: string
}

interface View {
  readonly data?: { readonly name?: string }
  readonly transform?: unknown
  readonly mark?: { readonly type: string; readonly [property: string]: unknown }
  readonly encoding?: { readonly [channel: string]: Channel }
  readonly params?: readonly unknown[]
  readonly layer?: readonly View[]
  readonly hconcat?: readonly View[]
  readonly vconcat?: readonly View[]
}

/**
 * The same figure for a page on which a program runs: the point of a line that is next to the pointer is marked, points
 * say their numbers, a drag moves what is shown, and the wheel zooms while Ctrl or ⌘ is held.
 */
export function interactive(figure: Figure): Figure {
  const spec = figure.spec as unknown as View
  const parts = spec.hconcat ?? spec.vconcat
  const answering = (view: View, index: number) => ({ ...view, layer: answeringLayers(view.layer ?? [], index) })
  const own =
    parts === undefined ? answering(spec, 0) : { ...spec, [spec.hconcat ? 'hconcat' : 'vconcat']: parts.map(answering) }
  return { ...figure, spec: own as unknown as Spec }
}

/** Marks whose places are numbers that can be told. */
const TOLD = ['point', 'line']

function answeringLayers(layers: readonly View[], index: number): readonly View[] {
  const drawn = layers.map((layer): View => {
    const { mark, encoding } = layer
    if (mark === undefined || encoding === undefined) return layer
    // of the data, not of the words
    const clipped = mark.type === 'text' ? mark : { ...mark, clip: true }
    return mark.type === 'point'
      ? ({ ...layer, mark: clipped, encoding: { ...encoding, tooltip: tooltip(encoding) } } as View)
      : { ...layer, mark: clipped }
  })
  const at = drawn.findIndex(
    ({ mark, encoding }) => TOLD.includes(mark?.type ?? '') && encoding?.x?.field !== undefined,
  )
  if (at < 0) return drawn
  const numeric = ['x', 'y'].filter((channel) => drawn[at].encoding?.[channel]?.type === 'quantitative')
  const zoom = {
    name: `zoom${index}`,
    select: { type: 'interval', encodings: numeric, zoom: 'wheel![event.ctrlKey || event.metaKey]' },
    bind: 'scales',
  }
  const lines = drawn
    .filter(({ mark, data }) => mark?.type === 'line' && data?.name === 'lines')
    .map((line) => pointer(line, index))
  return [...drawn.map((layer, i) => (i === at ? { ...layer, params: [zoom] } : layer)), ...lines]
}

/** The point of a line that is next to the pointer. */
const pointer = ({ data, transform, encoding = {} }: View, index: number): View => {
  const name = `pointer${index}`
  return {
    data,
    ...(transform === undefined ? {} : { transform }),
    mark: { type: 'point', filled: true, size: 60, clip: true },
    params: [{ name, select: { type: 'point', on: 'pointerover', nearest: true, clear: 'pointerout' } }],
    encoding: {
      x: encoding.x,
      y: encoding.y,
      color: encoding.color,
      opacity: { condition: { param: name, empty: false, value: 1 }, value: 0 },
      tooltip: tooltip(encoding),
    } as View['encoding'],
  }
}

/** What a point says: which series it belongs to, and where it is. */
function tooltip(encoding: NonNullable<View['encoding']>): Channel {
  const { x, y, color, strokeDash, shape } = encoding
  const told = [color, strokeDash, shape, x, y].filter(
    (channel) => channel?.field !== undefined && channel.field !== 'line',
  )
  const once = told.filter((channel, i) => told.findIndex((other) => other?.field === channel?.field) === i)
  return once.map((channel) => ({
    field: channel?.field,
    type: channel?.type,
    title: channel?.title ?? channel?.field,
    ...(channel?.type === 'quantitative' ? { format: '.6~g' } : {}),
  })) as unknown as Channel
}
