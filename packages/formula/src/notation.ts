/** How formulas are written on paper, and what is typed instead. Nothing of it is read: a formula means one thing. */
const EXPONENTS: Readonly<Record<string, string>> = {
  '⁰': '0',
  '¹': '1',
  '²': '2',
  '³': '3',
  '⁴': '4',
  '⁵': '5',
  '⁶': '6',
  '⁷': '7',
  '⁸': '8',
  '⁹': '9',
  '⁻': '-',
}
const NAMES: Readonly<Record<string, string>> = {
  '√': 'sqrt',
  '∛': 'cbrt',
  θ: 'step',
  Θ: 'step',
  σ: 'sigmoid',
}
const COMPARISONS: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '⩽': '<=', '⩾': '>=' }
/** A number or a name. */
const WORD = /^\s*([\wπΦ.]+)/u

const didYouMean = (text: string): string => `; did you mean ${text}?`

/** What is meant by a character that means something on paper: `; did you mean abs(x)?`, or nothing. */
export function notationHint(text: string, at: number): string {
  const character = text[at]
  const before = text.slice(0, at)
  const behind = text.slice(at + 1)
  if (character === '|') {
    const inside = /^([^|]+)\|/.exec(behind)
    return didYouMean(inside === null ? 'abs(x)' : `abs(${inside[1].trim()})`)
  }
  if (character in EXPONENTS) {
    const digits = [...text.slice(at)].map((one) => EXPONENTS[one])
    const end = digits.indexOf(undefined as never)
    const exponent = digits.slice(0, end < 0 ? digits.length : end).join('')
    const base = /([\wπ.]+|\))\s*$/.exec(before)?.[1] ?? 'x'
    const isFunction = end >= 0 && text[at + end] === '('
    return didYouMean(`${base === ')' ? '(…)' : isFunction ? `${base}(…)` : base}^${exponent}`)
  }
  if (Object.hasOwn(NAMES, character)) {
    const word = WORD.exec(behind)?.[1]
    return didYouMean(`${NAMES[character]}(${word ?? (behind.trimStart().startsWith('(') ? '…' : 'x')})`)
  }
  if (Object.hasOwn(COMPARISONS, character)) return didYouMean(COMPARISONS[character])
  if (character === ';') return '; a comma stands between arguments'
  if (character === '[' || character === '{') return didYouMean('(')
  if (character === ']' || character === '}') return didYouMean(')')
  return ''
}

/** The product of a number and a factor without a sign, 2x. */
export function implicitProduct(text: string, at: number): string {
  const number = /([\d.]+)\s*$/.exec(text.slice(0, at))?.[1]
  const factor = WORD.exec(text.slice(at))?.[1] ?? (text[at] === '(' ? '(' : undefined)
  return number === undefined || factor === undefined ? '' : didYouMean(`${number}*${factor}`)
}

/** A name with its argument behind it and no brackets, tanh x. */
export function functionOf(text: string, at: number): string {
  const name = /([A-Za-z]\w*)\s*$/.exec(text.slice(0, at))?.[1]
  const argument = WORD.exec(text.slice(at))?.[1]
  if (name === undefined || argument === undefined) return ''
  return didYouMean(name === 'x' || name === 'u' ? `${name}*${argument}` : `${name}(${argument})`)
}
