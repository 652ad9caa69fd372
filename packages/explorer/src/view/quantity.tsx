import { digits, parted, uncertainty } from './digits.js'

interface Properties {
  readonly value: number
  readonly error: number
  /** Without its error. */
  readonly bare?: boolean
}

/** A number with its error: the leading digits in ink, the others that are known behind them. */
export function Quantity({ value, error, bare = false }: Properties) {
  const text = digits(value, error)
  const [glance, rest] = parted(text)
  const known = Number.isFinite(value) && !bare ? uncertainty(error) : ''
  return (
    <span class="quantity" data-value={value}>
      {glance}
      <span class="rest">{rest}</span>
      {known === '' ? null : <span class="error"> ± {known}</span>}
    </span>
  )
}
