/** Places are moved by at most this share of the way to the next. */
const SHARE = 1 / 20

/** Ascending places rounded down to as few decimals as keep them apart: a reader copies and reads them. */
export const rounded = (places: readonly number[]): readonly number[] =>
  places.map((place, i) => {
    const before = i === 0 ? Number.POSITIVE_INFINITY : place - places[i - 1]
    const after = i === places.length - 1 ? Number.POSITIVE_INFINITY : places[i + 1] - place
    const decimals = Math.min(15, Math.max(0, Math.ceil(-Math.log10(SHARE * Math.min(before, after)))))
    const scale = 10 ** decimals
    return Number((Math.floor(place * scale + 1e-9) / scale).toFixed(decimals))
  })
