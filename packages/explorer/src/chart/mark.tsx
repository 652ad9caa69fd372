import { dashes, palettes, shapes } from '@gardner/viz'

/** The colour of a machine by its place among the cards, as in the figures. */
export const colourOf = (index: number): string => palettes.page[index % palettes.page.length]

const outlines: Readonly<Record<string, string>> = {
  circle: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0 -11z',
  square: 'M3 3h10v10h-10z',
  'triangle-up': 'M8 2.2l6 11h-12z',
  diamond: 'M8 1.5l5.2 6.5l-5.2 6.5l-5.2 -6.5z',
}

/** The colour, the shape and the line of a machine; of a histogram its bars. */
export const Mark = ({ index, filled = false }: { readonly index: number; readonly filled?: boolean }) => (
  <svg class="symbol" viewBox="0 0 44 16" width="33" height="12" aria-hidden="true">
    {filled ? (
      <path d="M4 15V7h12V2h12v8h12v5z" fill={colourOf(index)} fill-opacity="0.25" stroke={colourOf(index)} />
    ) : (
      <>
        <path d={outlines[shapes[index % shapes.length]]} fill={colourOf(index)} />
        <path
          d="M20 8h24"
          stroke={colourOf(index)}
          stroke-width="2.6"
          stroke-dasharray={dashes[index % dashes.length].join(' ')}
        />
      </>
    )}
  </svg>
)
