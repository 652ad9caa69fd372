// Makes src/gaussian/mills-table.ts: piecewise polynomials of the Gaussian hazard R(x) = φ(x)/H(x) and the values of
// log H at the centres of the pieces. Plain Node, no dependencies; all arithmetic is BigInt fixed point.
//
//   node scripts/mills-table.mjs            write the table
//   node scripts/mills-table.mjs --check    exit 1 if the committed table differs
//
// How, and why the numbers can be trusted:
//  * A fixed-point number is a BigInt v that stands for v / 2^BITS, BITS = 256 (77 decimal digits).
//  * The Mills ratio at a rational x is M(x) = √(π/2) e^{x²/2} − Σ_n x^{2n+1}/(2n+1)!!. Both series have terms of one
//    sign (for x > 0) and are summed with x²/2·log2(e) + 64 guard bits. A truncated division loses less than one unit,
//    the recurrence t_{n+1} = t_n x²/(2n+3) multiplies an inherited error by at most t_max/t_0 ≤ 2 e^{x²/2}/x, and fewer
//    than 2^12 terms are summed, so M is wrong by less than 2^24 · 2e^{x²/2}/x · 2^-(BITS + guard) < 2^-(BITS + 30) before
//    the guard bits are dropped, and by one unit of 2^-BITS after.
//  * R and R − x follow from their Riccati equations (R' = R(R − x), E' = E(E + x) − 1 for E = R − x), which give all
//    Taylor coefficients at the centre of a piece; 64 of them leave a remainder below 2^-250 on a half-width of 1/16
//    because the nearest zero of H in the complex plane is at x = −1.915 ± 2.816i.
//  * The Taylor polynomial is rewritten in Chebyshev polynomials and cut at the wanted degree (near-minimax), then
//    rewritten in powers of s = x − centre and rounded.
// The test of normal.ts checks M against the continued fraction of Laplace, whose convergents bracket it.

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Fraction bits of every fixed-point number in this file. */
export const BITS = 256
const B = BigInt(BITS)
const ONE = 1n << B

/** Shapes of the two tables: `rows` pieces of width 2^-stepBits, from 0 outwards in the direction of `side`. */
export const SHAPES = {
  /** E(x) = R(x) − x on [0, 24). */
  excess: { side: 1, rows: 192, stepBits: 3, degree: 7 },
  /** R(x) on (−7, 0]. */
  hazard: { side: -1, rows: 56, stepBits: 3, degree: 11 },
}

/** Terms of the Taylor series of erf(t)/t in t² that are kept: the next one is below 2^-60 for |t| ≤ 1/2. */
export const ERF_TERMS = 13

const TAYLOR_TERMS = 64

function isqrt(n) {
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const y = (x + n / x) >> 1n
    if (y >= x) return x
    x = y
  }
}

/** arctan(1/q) with `bits` fraction bits. */
function arctanInverse(q, bits) {
  const one = 1n << BigInt(bits)
  let power = one / q
  let sum = power
  for (let k = 1n; power !== 0n; k++) {
    power = -power / (q * q)
    sum += power / (2n * k + 1n)
  }
  return sum
}

/** π with `bits` fraction bits (Machin's formula, 32 guard bits). */
export function pi(bits) {
  const guarded = bits + 32
  return (16n * arctanInverse(5n, guarded) - 4n * arctanInverse(239n, guarded)) >> 32n
}

/** e^{num/den} for num/den ≥ 0, with `bits` fraction bits; the error is below (number of terms)·e^{num/den} units. */
function exponential(num, den, bits) {
  let term = 1n << BigInt(bits)
  let sum = term
  for (let n = 1n; term !== 0n; n++) {
    term = (term * num) / (den * n)
    sum += term
  }
  return sum
}

/** 2·artanh(num/den) = log((den + num)/(den − num)), |num/den| ≤ 1/3, with `bits` fraction bits. */
function twiceArtanh(num, den, bits) {
  let power = (num << BigInt(bits + 1)) / den
  let sum = power
  const squareNum = num * num
  const squareDen = den * den
  for (let k = 1n; power !== 0n; k++) {
    power = (power * squareNum) / squareDen
    sum += power / (2n * k + 1n)
  }
  return sum
}

/** Natural logarithm of the positive fixed-point number v, as a fixed-point number. */
export function logarithm(v) {
  const guard = 32n
  const bits = BITS + Number(guard)
  // v = 2^shift · m with m in [3/4, 3/2), so that |m − 1|/(m + 1) ≤ 1/5.
  let shift = v.toString(2).length - 1 - BITS
  let m = shift >= 0 ? (v << guard) >> BigInt(shift) : v << (guard - BigInt(shift))
  const one = ONE << guard
  if (2n * m >= 3n * one) {
    shift += 1
    m >>= 1n
  }
  return (twiceArtanh(m - one, m + one, bits) + BigInt(shift) * twiceArtanh(1n, 3n, bits)) >> guard
}

/** Mills ratio M(x) = H(x)/φ(x) at x = num/den (den > 0, any sign of num), as a fixed-point number. */
export function mills(num, den) {
  const p = BigInt(num)
  const q = BigInt(den)
  const x = Number(num) / Number(den)
  const guard = Math.ceil(0.5 * x * x * Math.LOG2E) + 64
  const bits = BITS + guard
  const p2 = p * p
  const q2 = q * q
  let term = (p << BigInt(bits)) / q
  let series = term
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (term * p2) / (q2 * (2n * n + 1n))
    series += term
  }
  const rootHalfPi = isqrt(pi(2 * bits) >> 1n)
  const whole = (rootHalfPi * exponential(p2, 2n * q2, bits)) >> BigInt(bits)
  return (whole - series) >> BigInt(guard)
}

/** The convergent of depth n of Laplace's continued fraction M(x) = 1/(x + 1/(x + 2/(x + 3/(x + …)))), x = num/den > 0. */
export function millsConvergent(num, den, n) {
  const x = (BigInt(num) << B) / BigInt(den)
  let tail = x
  for (let k = BigInt(n); k > 0n; k--) tail = x + (k << (2n * B)) / tail
  return (ONE << B) / tail
}

/** log H at num/den plus x²/2 (= log(M/√(2π))), as a fixed-point number. */
function logScaledTail(num, den) {
  return logarithm(mills(num, den)) - (logarithm(2n * (pi(BITS + 32) >> 32n)) >> 1n)
}

/** Chebyshev coefficients of Σ a_k u^k on [−1, 1]. */
function chebyshevOf(taylor) {
  const out = taylor.map(() => 0n)
  taylor.forEach((a, k) => {
    // u^k = 2^{1−k} Σ_j C(k, j) T_{k−2j}, with half of the T_0 term.
    let binomial = 1n
    for (let j = 0; 2 * j <= k; j++) {
      const share = 2 * j === k ? binomial : 2n * binomial
      out[k - 2 * j] += (a * share) >> BigInt(k)
      binomial = (binomial * BigInt(k - j)) / BigInt(j + 1)
    }
  })
  return out
}

/** Coefficients of powers of u of Σ_{k ≤ degree} c_k T_k(u). */
function monomialsOf(chebyshev, degree) {
  const out = new Array(degree + 1).fill(0n)
  let previous = [1n]
  let current = [0n, 1n]
  for (let k = 0; k <= degree; k++) {
    const t = k === 0 ? [1n] : current
    t.forEach((c, i) => {
      out[i] += c * chebyshev[k]
    })
    if (k > 0) {
      const next = [0n, ...current.map((c) => 2n * c)]
      previous.forEach((c, i) => {
        next[i] -= c
      })
      previous = current
      current = next
    }
  }
  return out
}

/** Decimal rendering of v / 2^bits with 40 significant digits; `Number` of it is the nearest double. */
function decimal(v, bits) {
  if (v === 0n) return '0'
  const sign = v < 0n ? '-' : ''
  const a = v < 0n ? -v : v
  let exponent = 0
  let digits = ''
  for (let d = 40n + BigInt(Math.ceil((bits - a.toString(2).length) * Math.LOG10E * Math.LN2)); ; d++) {
    digits = d >= 0n ? ((a * 10n ** d) >> BigInt(bits)).toString() : ((a >> BigInt(bits)) / 10n ** -d).toString()
    exponent = -Number(d)
    if (digits.length >= 40) break
  }
  return `${sign}${digits}e${exponent}`
}

/** The nearest double of v / 2^bits. */
export function toNumber(v, bits = BITS) {
  return Number(decimal(v, bits))
}

/** `value` with as few decimal digits as keep it within `tolerance`. */
function shorten(value, tolerance) {
  for (let d = 1; d < 17; d++) {
    const short = Number(value.toPrecision(d))
    if (Math.abs(short - value) <= tolerance) return short
  }
  return value
}

/**
 * One row of a table: coefficients of powers of s = x − centre, |s| ≤ step/2, and the constant of the logarithm there
 * (log H + x²/2 for 'excess', log H for 'hazard'). Higher coefficients are cut to the digits that matter: each cut
 * changes the polynomial by less than 2^-60 of its value.
 */
export function row(name, index, shape = SHAPES[name]) {
  const { side, stepBits, degree } = shape
  const den = 2n ** BigInt(stepBits + 1)
  const num = BigInt(side * (2 * index + 1))
  const halfBits = BigInt(stepBits + 1)
  const centre = (num << B) / den
  const ratio = mills(num, den)
  const hazard = (ONE << B) / ratio
  // Taylor coefficients in u = s / h, h = 2^-halfBits.
  const taylor = [name === 'excess' ? hazard - centre : hazard]
  const sign = name === 'excess' ? 1n : -1n
  for (let k = 0; k < TAYLOR_TERMS - 1; k++) {
    let sum = sign * ((centre * taylor[k]) >> B)
    if (k > 0) sum += sign * (taylor[k - 1] >> halfBits)
    if (k === 0 && name === 'excess') sum -= ONE
    let product = 0n
    for (let i = 0; i <= k; i++) product += taylor[i] * taylor[k - i]
    sum += product >> B
    taylor.push((sum >> halfBits) / BigInt(k + 1))
  }
  const chebyshev = chebyshevOf(taylor)
  const scaled = monomialsOf(chebyshev, degree)
  const centreValue = toNumber(taylor[0])
  const coefficients = scaled.map((c, k) => {
    const exact = toNumber(c, BITS - Number(halfBits) * k)
    return k === 0 ? exact : shorten(exact, Math.abs(centreValue) * 2 ** -61 * 2 ** (Number(halfBits) * k))
  })
  const square = (centre * centre) >> (B + 1n)
  const scaledLog = logScaledTail(num, den)
  return { coefficients, log: toNumber(name === 'excess' ? scaledLog : scaledLog - square) }
}

/** Coefficients of t^{2n} in erf(t)/t: (2/√π)(−1)^n / (n!(2n + 1)). */
export function erfSeries() {
  const twoOverRootPi = (2n << (2n * B)) / isqrt(pi(BITS) << B)
  const out = []
  let factorial = 1n
  for (let n = 0; n < ERF_TERMS; n++) {
    if (n > 0) factorial *= BigInt(-n)
    out.push(toNumber(twoOverRootPi / (factorial * BigInt(2 * n + 1))))
  }
  return out
}

function wrap(numbers) {
  const lines = []
  let line = ' '
  for (const n of numbers) {
    const text = ` ${n},`
    if (line.length + text.length > 120) {
      lines.push(line)
      line = ' '
    }
    line += text
  }
  lines.push(line)
  return lines.join('\n')
}

function constant(name, doc, numbers) {
  return `/** ${doc} */\nexport const ${name}: Float64Array = /* @__PURE__ */ new Float64Array([\n${wrap(numbers)}\n])\n`
}

/** The whole text of src/gaussian/mills-table.ts. */
export function render() {
  const parts = [
    `// Generated by scripts/mills-table.mjs (node scripts/mills-table.mjs); do not edit.
//
// Piecewise polynomials of the Gaussian hazard R(x) = φ(x)/H(x), H(x) = ½ erfc(x/√2): Taylor series from the Riccati
// equation of R in ${BITS}-bit fixed point, economised to a truncated Chebyshev series on each piece, in powers of
// s = x − centre. A row is one piece, lowest power first.
`,
  ]
  for (const name of ['excess', 'hazard']) {
    const { side, rows, stepBits, degree } = SHAPES[name]
    const all = Array.from({ length: rows }, (_, i) => row(name, i))
    const end = (side * rows) / 2 ** stepBits
    const what = name === 'excess' ? 'R(x) − x' : 'R(x)'
    const log = name === 'excess' ? 'log H(x) + x²/2' : 'log H(x)'
    parts.push(
      constant(
        `${name}Rows`,
        `${what} from 0 to ${end}: ${rows} pieces of width 1/${2 ** stepBits}, degree ${degree}, ${degree + 1} numbers each.`,
        all.flatMap((r) => r.coefficients),
      ),
      constant(
        `${name}Logs`,
        `${log} at the centres of the pieces of ${name}Rows.`,
        all.map((r) => r.log),
      ),
    )
  }
  parts.push(constant('erfSeries', 'Coefficients of t^{2n}, n = 0, 1, …, of erf(t)/t.', erfSeries()))
  return parts.join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = new URL('../src/gaussian/mills-table.ts', import.meta.url)
  const text = render()
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== text) {
      console.error('mills-table.ts differs from what scripts/mills-table.mjs makes')
      process.exit(1)
    }
  } else {
    writeFileSync(target, text)
  }
}
