/** A letter, with its accent if it has one, and what is written below it: `α_c`, `d_min`, `q̃_0`. */
const LOWERED = /(?<![\p{L}\p{N}])(\p{L}\p{M}*)_(\{[^}]+\}|[A-Za-z0-9]+)/gu

const SHARE = 0.75
const DROP = 0.22

/** Subscripts of the texts of a drawing as such: smaller, and below the line. */
export const lowered = (svg: string): string =>
  svg.replace(/(<text[^>]*font-size="([\d.]+)px"[^>]*>)([^<]*)<\/text>/g, (whole, opening, size, text) => {
    if (!(text as string).includes('_')) return whole
    const drop = (DROP * Number(size)).toFixed(1)
    const below = (_: string, letter: string, index: string) =>
      `${letter}<tspan dy="${drop}" font-size="${(SHARE * Number(size)).toFixed(1)}px">${index.replace(/[{}]/g, '')}</tspan><tspan dy="-${drop}">\u200b</tspan>`
    // what follows goes back to the line; an empty tspan would not
    return `${opening}${(text as string).replace(LOWERED, below)}</text>`
  })

/** The same for plain text, such as a table or a title: `α_c` becomes markup of HTML. */
export const loweredHtml = (escapedText: string): string =>
  escapedText.replace(LOWERED, (_, letter, index) => `${letter}<sub>${index.replace(/[{}]/g, '')}</sub>`)
