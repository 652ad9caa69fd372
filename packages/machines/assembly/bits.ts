// The bit-sliced kernel of binary machines, 128 patterns at a time. The twin in src/flips/bit-twin.ts does the same to the
// same memory, word by word; src/flips/bit-layout.ts says what lies where. What a formula means is said there.

// Places in the header, four bytes each.
const BLOCKS: usize = 0
const MODE: usize = 4
const FAN: usize = 8
const SIZE: usize = 12
const FIELD_PLANES: usize = 16
const MARGIN_PLANES: usize = 20
const FULL: usize = 24
const PATTERNS: usize = 28
const FOLLOW: usize = 32
const COLUMNS: usize = 36
const GAUGES: usize = 40
const VALID: usize = 44
const READOUT: usize = 48
const UNIT_OF: usize = 52
const CLASSES: usize = 56
const RATIOS: usize = 60
const BOLTZMANN: usize = 64
const RANDOM: usize = 68
const ENERGIES: usize = 72
const REPLICAS: usize = 76
const REPLICA_BYTES: usize = 80
const SPINS: usize = 84
const FIELDS: usize = 88
const STEPS: usize = 92
const MARGINS: usize = 96
const EDGES: usize = 100
const WATCHED: usize = 104
const BROKEN: usize = 108
const VERSIONS: usize = 112
const ORDER: usize = 116
const RANKS: usize = 120
const STARTS: usize = 124
const DOWNS: usize = 128
const EITHERS: usize = 132

const LINE: u32 = 0
const STEP: u32 = 1
const RAMP: u32 = 2
const EVEN_RAMP: u32 = 3

const CLASS_COUNT: usize = 256

// @ts-expect-error: decorator
@inline
function header(place: usize): u32 {
  return load<u32>(place)
}

// @ts-expect-error: decorator
@inline
function ones(bit: u32): v128 {
  return i32x4.splat(-(bit as i32))
}

// @ts-expect-error: decorator
@inline
function column(i: u32, unit: u32): usize {
  const input = header(FULL) ? i - unit * header(FAN) : i
  return (header(COLUMNS) as usize) + (((input * header(BLOCKS)) as usize) << 4)
}

// @ts-expect-error: decorator
@inline
function replica(a: u32): usize {
  return (header(REPLICAS) as usize) + (a as usize) * (header(REPLICA_BYTES) as usize)
}

// @ts-expect-error: decorator
@inline
function popcount(sum: v128): i32 {
  const pairs = i16x8.extadd_pairwise_i8x16_u(sum)
  const quads = i32x4.extadd_pairwise_i16x8_u(pairs)
  return (
    i32x4.extract_lane(quads, 0) +
    i32x4.extract_lane(quads, 1) +
    i32x4.extract_lane(quads, 2) +
    i32x4.extract_lane(quads, 3)
  )
}

/** Sums of 31 bytes of at most 8 fit into a byte. */
const RUN: usize = 31 << 4

/** What flipping weight i of replica a adds to the number of errors. */
export function delta(a: u32, i: u32): i32 {
  const base = replica(a)
  const unit = load<u32>((header(UNIT_OF) as usize) + ((i as usize) << 2))
  const spin: u32 = load<u8>(base + (header(SPINS) as usize) + (i as usize))
  const c: u32 = load<u8>((header(READOUT) as usize) + (unit as usize))
  const mirror = ones(spin ^ c ^ 1)
  const bytes: usize = (header(BLOCKS) as usize) << 4
  const watched = base + (header(WATCHED) as usize) + (unit as usize) * bytes
  const broken = base + (header(BROKEN) as usize) + ((unit as usize) << 2)
  const versions = base + (header(VERSIONS) as usize)
  const own = versions + 4 + ((unit as usize) << 2)
  const version = load<u32>(versions)
  if (load<u32>(own) != version) {
    store<i32>(broken, watch(base, unit, watched))
    store<u32>(own, version)
  }
  let x = column(i, unit)
  let y = watched
  const end = y + bytes
  let total: i32 = 0
  // eight blocks at a time, added up bit by bit before any bits are counted
  if (bytes >= 128) {
    let ones1 = i32x4.splat(0)
    let twos = ones1
    let fours = ones1
    let sum = ones1
    let room = 31
    const last = y + (bytes & ~127)
    for (; y < last; x += 128, y += 128) {
      const a0 = v128.and(v128.xor(v128.load(x), mirror), v128.load(y))
      const a1 = v128.and(v128.xor(v128.load(x, 16), mirror), v128.load(y, 16))
      const a2 = v128.and(v128.xor(v128.load(x, 32), mirror), v128.load(y, 32))
      const a3 = v128.and(v128.xor(v128.load(x, 48), mirror), v128.load(y, 48))
      const t0 = carryOf(ones1, a0, a1)
      ones1 = v128.xor(v128.xor(ones1, a0), a1)
      const t1 = carryOf(ones1, a2, a3)
      ones1 = v128.xor(v128.xor(ones1, a2), a3)
      const f0 = carryOf(twos, t0, t1)
      twos = v128.xor(v128.xor(twos, t0), t1)
      const a4 = v128.and(v128.xor(v128.load(x, 64), mirror), v128.load(y, 64))
      const a5 = v128.and(v128.xor(v128.load(x, 80), mirror), v128.load(y, 80))
      const a6 = v128.and(v128.xor(v128.load(x, 96), mirror), v128.load(y, 96))
      const a7 = v128.and(v128.xor(v128.load(x, 112), mirror), v128.load(y, 112))
      const t2 = carryOf(ones1, a4, a5)
      ones1 = v128.xor(v128.xor(ones1, a4), a5)
      const t3 = carryOf(ones1, a6, a7)
      ones1 = v128.xor(v128.xor(ones1, a6), a7)
      const f1 = carryOf(twos, t2, t3)
      twos = v128.xor(v128.xor(twos, t2), t3)
      const eights = carryOf(fours, f0, f1)
      fours = v128.xor(v128.xor(fours, f0), f1)
      sum = i8x16.add(sum, i8x16.popcnt(eights))
      if (--room == 0) {
        total += popcount(sum)
        sum = i32x4.splat(0)
        room = 31
      }
    }
    const low = i8x16.add(i8x16.shl(i8x16.popcnt(twos), 1), i8x16.popcnt(ones1))
    total = 8 * (total + popcount(sum)) + popcount(i8x16.add(low, i8x16.shl(i8x16.popcnt(fours), 2)))
  }
  let rest = i32x4.splat(0)
  for (; y < end; x += 16, y += 16) {
    rest = i8x16.add(rest, i8x16.popcnt(v128.and(v128.xor(v128.load(x), mirror), v128.load(y))))
  }
  return load<i32>(broken) - total - popcount(rest)
}

/** What is carried where three bits are added. */
// @ts-ignore: decorator
@inline
function carryOf(a: v128, b: v128, c: v128): v128 {
  return v128.bitselect(c, a, v128.xor(a, b))
}

// @ts-ignore: decorator
@inline
function mendedBy(mode: u32, steps: usize, edges: usize, bytes: usize, at: usize): v128 {
  if (mode == LINE) return v128.load(edges + at)
  const one = v128.and(v128.load(steps + at), v128.load(edges + at))
  if (mode != RAMP) return one
  return v128.or(one, v128.and(v128.load(steps + 2 * bytes + at), v128.load(edges + 2 * bytes + at)))
}

// @ts-ignore: decorator
@inline
function brokenBy(mode: u32, steps: usize, edges: usize, bytes: usize, at: usize): v128 {
  if (mode == LINE) return v128.load(edges + bytes + at)
  const one = v128.and(v128.load(steps + bytes + at), v128.load(edges + bytes + at))
  if (mode != RAMP) return one
  return v128.or(one, v128.and(v128.load(steps + 3 * bytes + at), v128.load(edges + 3 * bytes + at)))
}

/** Keeps A ∨ B of a unit, and gives |B|. */
function watch(base: usize, unit: u32, watched: usize): i32 {
  const mode = header(MODE)
  if (mode == RAMP) return watchIn(RAMP, base, unit, watched)
  if (mode == LINE) return watchIn(LINE, base, unit, watched)
  return watchIn(STEP, base, unit, watched)
}

// @ts-ignore: decorator
@inline
function watchIn(mode: u32, base: usize, unit: u32, watched: usize): i32 {
  const bytes: usize = (header(BLOCKS) as usize) << 4
  const masks: usize = mode == RAMP ? 4 : mode == LINE ? 0 : 2
  const steps = base + (header(STEPS) as usize) + (unit as usize) * masks * bytes
  const edges = base + (header(EDGES) as usize)
  let total: i32 = 0
  let at: usize = 0
  while (at < bytes) {
    const end = min(at + RUN, bytes)
    let sum = i32x4.splat(0)
    for (; at < end; at += 16) {
      const down = brokenBy(mode, steps, edges, bytes, at)
      v128.store(watched + at, v128.or(down, mendedBy(mode, steps, edges, bytes, at)))
      sum = i8x16.add(sum, i8x16.popcnt(down))
    }
    total += popcount(sum)
  }
  return total
}

/** Flips weight i of replica a, of which it is known what it adds to the number of errors. */
export function flip(a: u32, i: u32, change: i32): void {
  const base = replica(a)
  const unit = load<u32>((header(UNIT_OF) as usize) + ((i as usize) << 2))
  const place = base + (header(SPINS) as usize) + (i as usize)
  const spin: u32 = load<u8>(place)
  const c: u32 = load<u8>((header(READOUT) as usize) + (unit as usize))
  const turned = ones(spin ^ c ^ 1)
  const mode = header(MODE)
  const bytes: usize = (header(BLOCKS) as usize) << 4
  const masks: usize = mode == RAMP ? 4 : mode == LINE ? 0 : 2
  const fieldPlanes = header(FIELD_PLANES) as usize
  const marginPlanes = header(MARGIN_PLANES) as usize
  const col = column(i, unit)
  const fields = base + (header(FIELDS) as usize) + (unit as usize) * fieldPlanes * bytes
  const steps = base + (header(STEPS) as usize) + (unit as usize) * masks * bytes
  const margins = base + (header(MARGINS) as usize)
  const edges = base + (header(EDGES) as usize)
  const gauge = (header(GAUGES) as usize) + (c as usize) * bytes
  const valid = header(VALID) as usize
  const all = i32x4.splat(-1)
  for (let at: usize = 0; at < bytes; at += 16) {
    const up = v128.xor(v128.load(col + at), turned)
    let one = all
    let two = i32x4.splat(0)
    if (mode != LINE) {
      one = v128.bitselect(v128.load(steps + at), v128.load(steps + bytes + at), up)
      if (mode == RAMP) {
        two = v128.bitselect(v128.load(steps + 2 * bytes + at), v128.load(steps + 3 * bytes + at), up)
      }
      let carry = all
      let both = all
      let some = i32x4.splat(0)
      let plane = fields + at
      let value = some
      for (let p: usize = 0; p < fieldPlanes; p++, plane += bytes) {
        const old = v128.load(plane)
        value = v128.xor(old, carry)
        v128.store(plane, value)
        both = v128.and(both, value)
        some = v128.or(some, value)
        carry = v128.andnot(carry, v128.xor(old, up))
      }
      if (mode == EVEN_RAMP) {
        const sigma = v128.load(gauge + at)
        v128.store(steps + at, v128.xor(value, sigma))
        v128.store(steps + bytes + at, v128.xor(v128.or(value, v128.not(some)), sigma))
      } else {
        v128.store(steps + at, both)
        v128.store(steps + bytes + at, v128.not(some))
        if (mode == RAMP) {
          const active = v128.xor(value, v128.load(gauge + at))
          v128.store(steps + 2 * bytes + at, v128.andnot(active, both))
          v128.store(steps + 3 * bytes + at, v128.and(active, some))
        }
      }
    }
    if (!v128.any_true(v128.or(one, two))) continue
    let plane = margins + at
    const lowest = v128.load(plane)
    const low = v128.xor(lowest, one)
    v128.store(plane, low)
    let carry = v128.or(v128.andnot(one, v128.xor(lowest, up)), two)
    let both = all
    let some = i32x4.splat(0)
    plane += bytes
    for (let p: usize = 1; p < marginPlanes; p++, plane += bytes) {
      const old = v128.load(plane)
      const value = v128.xor(old, carry)
      v128.store(plane, value)
      both = v128.and(both, value)
      some = v128.or(some, value)
      carry = v128.andnot(carry, v128.xor(old, up))
    }
    const within = v128.load(valid + at)
    const under = v128.and(both, within)
    const over = v128.andnot(within, some)
    v128.store(edges + at, v128.and(under, low))
    v128.store(edges + bytes + at, v128.andnot(over, low))
    v128.store(edges + 2 * bytes + at, under)
    v128.store(edges + 3 * bytes + at, over)
  }
  store<u8>(place, (spin ^ 1) as u8)
  const version = base + (header(VERSIONS) as usize)
  store<u32>(version, load<u32>(version) + 1)
  if (header(FOLLOW)) {
    const classes = (header(CLASSES) as usize) + (i as usize)
    store<u8>(classes, (load<u8>(classes) as u32) + 1 - 2 * spin)
  }
  const energies = (header(ENERGIES) as usize) + ((a as usize) << 2)
  store<i32>(energies, load<i32>(energies) + change)
}

/** So many proposals in replica a; gives how many were accepted. */
export function metropolis(a: u32, proposals: u32): u32 {
  const random = header(RANDOM) as usize
  let s0 = load<u32>(random)
  let s1 = load<u32>(random + 4)
  let s2 = load<u32>(random + 8)
  let s3 = load<u32>(random + 12)
  const size = header(SIZE)
  const spins = replica(a) + (header(SPINS) as usize)
  const classes = header(CLASSES) as usize
  const ratios = header(RATIOS) as usize
  const boltzmann = (header(BOLTZMANN) as usize) + ((header(PATTERNS) as usize) << 3)
  const energies = (header(ENERGIES) as usize) + ((a as usize) << 2)
  let accepted: u32 = 0
  for (let k: u32 = 0; k < proposals; k++) {
    let sum = s0 + s3
    let word = ((sum << 7) | (sum >>> 25)) + s0
    let shifted = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 11) | (s3 >>> 21)
    const i = (((word as u64) * (size as u64)) >>> 32) as u32
    sum = s0 + s3
    word = ((sum << 7) | (sum >>> 25)) + s0
    shifted = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 11) | (s3 >>> 21)
    const u = ((word as f64) + 0.5) * 2.3283064365386963e-10
    const spin: usize = load<u8>(spins + (i as usize))
    const kind: usize = load<u8>(classes + (i as usize))
    const ratio = load<f64>(ratios + ((spin * CLASS_COUNT + kind) << 3))
    // no more errors can be mended than there are
    const energy = load<i32>(energies)
    if (u >= ratio * load<f64>(boltzmann - ((energy as usize) << 3))) continue
    const change = delta(a, i)
    if (u < ratio * load<f64>(boltzmann + (((change as isize) << 3) as usize))) {
      flip(a, i, change)
      accepted++
    }
  }
  store<u32>(random, s0)
  store<u32>(random + 4, s1)
  store<u32>(random + 8, s2)
  store<u32>(random + 12, s3)
  return accepted
}

// The state of the random numbers while moves are made.
let s0: u32 = 0
let s1: u32 = 0
let s2: u32 = 0
let s3: u32 = 0

// @ts-ignore: decorator
@inline
function word(): u32 {
  const sum = s0 + s3
  const result = ((sum << 7) | (sum >>> 25)) + s0
  const shifted = s1 << 9
  s2 ^= s0
  s3 ^= s1
  s1 ^= s2
  s0 ^= s3
  s2 ^= shifted
  s3 = (s3 << 11) | (s3 >>> 21)
  return result
}

// @ts-ignore: decorator
@inline
function start(k: u32): u32 {
  return load<u32>((header(STARTS) as usize) + ((k as usize) << 2))
}

// @ts-ignore: decorator
@inline
function either(k: u32): f64 {
  return load<f64>((header(EITHERS) as usize) + ((k as usize) << 3))
}

/** So many moves of the reduced rejection rate among y replicas, as src/reduced.ts has them; gives how many were accepted. */
export function reduced(y: u32, moves: u32): u32 {
  const random = header(RANDOM) as usize
  s0 = load<u32>(random)
  s1 = load<u32>(random + 4)
  s2 = load<u32>(random + 8)
  s3 = load<u32>(random + 12)
  const spins = header(SPINS) as usize
  const order = header(ORDER) as usize
  const downs = header(DOWNS) as usize
  const boltzmann = (header(BOLTZMANN) as usize) + ((header(PATTERNS) as usize) << 3)
  let accepted: u32 = 0
  for (let m: u32 = 0; m < moves; m++) {
    let z: f64 = 0
    for (let k: u32 = 0; k <= y; k++) z += ((start(k + 1) - start(k)) as f64) * either(k)
    if (!(z > 0)) break
    const high = (word() >>> 5) as f64
    let left = (high * 67108864.0 + ((word() >>> 6) as f64)) * 1.1102230246251565e-16 * z
    let k: u32 = 0
    for (; k < y; k++) {
      const weight = ((start(k + 1) - start(k)) as f64) * either(k)
      if (left < weight) break
      left -= weight
    }
    while (start(k + 1) == start(k)) k--
    const each = either(k)
    const place = min(floor(left / each), ((start(k + 1) - start(k)) as f64) - 1)
    const within = left - place * each
    const i = load<u32>(order + (((start(k) + (place as u32)) as usize) << 2))
    const down = k == y || (k > 0 && within < load<f64>(downs + ((k as usize) << 3)))
    let rank = (((word() as u64) * ((down ? k : y - k) as u64)) >>> 32) as u32
    const wanted: u32 = down ? 1 : 0
    let a: u32 = 0
    for (; ; a++) {
      if ((load<u8>(replica(a) + spins + (i as usize)) as u32) == wanted) {
        if (rank == 0) break
        rank--
      }
    }
    const after = down ? k - 1 : k + 1
    const u = ((word() as f64) + 0.5) * 2.3283064365386963e-10
    const ratio = z / (z - each + either(after))
    const change = delta(a, i)
    if (u < ratio * load<f64>(boltzmann + (((change as isize) << 3) as usize))) {
      flip(a, i, change)
      regroup(i, k, after)
      accepted++
    }
  }
  store<u32>(random, s0)
  store<u32>(random + 4, s1)
  store<u32>(random + 8, s2)
  store<u32>(random + 12, s3)
  return accepted
}

/** Moves a site to the next class: to the border between the two, and the border over it. */
function regroup(i: u32, from: u32, to: u32): void {
  const starts = header(STARTS) as usize
  const order = header(ORDER) as usize
  const ranks = header(RANKS) as usize
  let border: u32
  if (to > from) {
    border = start(to) - 1
    store<u32>(starts + ((to as usize) << 2), border)
  } else {
    border = start(from)
    store<u32>(starts + ((from as usize) << 2), border + 1)
  }
  const other = load<u32>(order + ((border as usize) << 2))
  const place = load<u32>(ranks + ((i as usize) << 2))
  store<u32>(order + ((border as usize) << 2), i)
  store<u32>(ranks + ((i as usize) << 2), border)
  store<u32>(order + ((place as usize) << 2), other)
  store<u32>(ranks + ((other as usize) << 2), place)
}
