import type { Figure } from '../figure.js'
import type { Spec } from '../spec.js'

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
 * The figure for an interactive page: the point of a line nearest to the pointer is marked, points show their
 * numbers, a drag pans, and the wheel zooms while Ctrl or ⌘ is held.
 */
export function interactive(figure: Figure): Figure {
  const spec = figure.spec as unknown as View
  const parts = spec.hconcat ?? spec.vconcat
  const answering = (view: View, index: number) => ({ ...view, layer: answeringLayers(view.layer ?? [], index) })
  const own =
    parts === undefined ? answering(spec, 0) : { ...spec, [spec.hconcat ? 'hconcat' : 'vconcat']: parts.map(answering) }
  return { ...figure, spec: own as unknown as Spec }
}

/** Marks whose places are numbers that a tooltip can show. */
const READABLE = ['point', 'line']

function answeringLayers(layers: readonly View[], index: number): readonly View[] {
  const readable = layers.map(
    (layer): View =>
      layer.mark?.type === 'point' && layer.encoding !== undefined
        ? ({ ...layer, encoding: { ...layer.encoding, tooltip: tooltip(layer.encoding) } } as View)
        : layer,
  )
  const numeric = ({ encoding }: View) =>
    ['x', 'y'].every((channel) => encoding?.[channel]?.type === 'quantitative' && encoding[channel].field !== undefined)
  const at = readable.findIndex((layer) => READABLE.includes(layer.mark?.type ?? '') && numeric(layer))
  // names have no scale to move along, and what stands on the frame has to stay
  if (at < 0) return readable
  const zoom = {
    name: `zoom${index}`,
    select: { type: 'interval', encodings: ['x', 'y'], zoom: 'wheel![event.ctrlKey || event.metaKey]' },
    bind: 'scales',
  }
  const moving = readable.map((layer, i) => ({
    ...layer,
    ...(layer.mark === undefined || layer.mark.type === 'text' ? {} : { mark: { ...layer.mark, clip: true } }),
    ...(i === at ? { params: [zoom] } : {}),
  }))
  const lines = layers.filter(({ mark, data }) => mark?.type === 'line' && data?.name === 'lines')
  return [...moving, ...lines.map((line) => pointer(line, index))]
}

/** The point of a line nearest to the pointer. */
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

/** The tooltip of a point: its series and its coordinates. */
function tooltip(encoding: NonNullable<View['encoding']>): Channel {
  const { x, y, color, strokeDash, shape } = encoding
  const channels = [color, strokeDash, shape, x, y].filter(
    (channel) => channel?.field !== undefined && channel.field !== 'line',
  )
  const once = channels.filter((channel, i) => channels.findIndex((other) => other?.field === channel?.field) === i)
  return once.map((channel) => ({
    field: channel?.field,
    type: channel?.type,
    // a name in an expression, which ends where its line does
    title: (channel?.title ?? channel?.field)?.replace(/\s+/g, ' '),
    ...(channel?.type === 'quantitative' ? { format: '.6~g' } : {}),
  })) as unknown as Channel
}
