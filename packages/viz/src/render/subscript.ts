/** A letter, with its accent if it has one, and what is written below it: `α_c`, `d_min`, `q̃_0`. */
const LOWERED = /(?<![\p{L}\p{N}])(\p{L}\p{M}*)_(\{[^}]+\}|[A-Za-z0-9]+)/gu

const SHARE = 0.75
const DROP = 0.22

/** Subscripts of the texts of a drawing as such: smaller, and below the line, to which what follows goes back. */
export const lowered = (svg: string): string =>
  svg.replace(/(<text[^>]*font-size="([\d.]+)px"[^>]*>)([^<]*_[^<]*)<\/text>/g, (_, opening, size, text) => {
    const drop = (DROP * Number(size)).toFixed(1)
    const small = `dy="${drop}" font-size="${(SHARE * Number(size)).toFixed(1)}px"`
    // letter, index, and what stands between
    const [first, ...rest] = (text as string).replace(LOWERED, '$1\n$2\n').split('\n')
    const parts = rest.map((part, i) =>
      part === ''
        ? ''
        : i % 2 === 0
          ? `<tspan ${small}>${part.replace(/[{}]/g, '')}</tspan>`
          : `<tspan dy="-${drop}">${part}</tspan>`,
    )
    return `${opening}${first}${parts.join('')}</text>`
  })

/** The same for plain text, such as a table or a title: `α_c` becomes markup of HTML. */
export const loweredHtml = (escapedText: string): string =>
  escapedText.replace(LOWERED, (_, letter, index) => `${letter}<sub>${index.replace(/[{}]/g, '')}</sub>`)
