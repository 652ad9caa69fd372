// The bit-sliced kernel of binary machines, 128 patterns at a time. The twin in src/kernel/bit-twin.ts does the same to the
// same memory, word by word; src/kernel/bit-layout.ts says what lies where. What a formula means is said there.

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
  const turned = ones(spin ^ c ^ 1)
  const mode = header(MODE)
  const bytes: usize = (header(BLOCKS) as usize) << 4
  const masks: usize = mode == RAMP ? 4 : mode == LINE ? 0 : 2
  const col = column(i, unit)
  const steps = base + (header(STEPS) as usize) + (unit as usize) * masks * bytes
  const edges = base + (header(EDGES) as usize)
  let total: i32 = 0
  let at: usize = 0
  while (at < bytes) {
    const end = min(at + RUN, bytes)
    let broken = i32x4.splat(0)
    let mended = i32x4.splat(0)
    if (mode == RAMP) {
      for (; at < end; at += 16) {
        const up = v128.xor(v128.load(col + at), turned)
        const one = v128.and(v128.load(steps + at), v128.load(edges + at))
        const two = v128.and(v128.load(steps + 2 * bytes + at), v128.load(edges + 2 * bytes + at))
        mended = i8x16.add(mended, i8x16.popcnt(v128.and(up, v128.or(one, two))))
        const down1 = v128.and(v128.load(steps + bytes + at), v128.load(edges + bytes + at))
        const down2 = v128.and(v128.load(steps + 3 * bytes + at), v128.load(edges + 3 * bytes + at))
        broken = i8x16.add(broken, i8x16.popcnt(v128.andnot(v128.or(down1, down2), up)))
      }
    } else if (mode == LINE) {
      for (; at < end; at += 16) {
        const up = v128.xor(v128.load(col + at), turned)
        mended = i8x16.add(mended, i8x16.popcnt(v128.and(up, v128.load(edges + at))))
        broken = i8x16.add(broken, i8x16.popcnt(v128.andnot(v128.load(edges + bytes + at), up)))
      }
    } else {
      for (; at < end; at += 16) {
        const up = v128.xor(v128.load(col + at), turned)
        const one = v128.and(v128.load(steps + at), v128.load(edges + at))
        mended = i8x16.add(mended, i8x16.popcnt(v128.and(up, one)))
        const down = v128.and(v128.load(steps + bytes + at), v128.load(edges + bytes + at))
        broken = i8x16.add(broken, i8x16.popcnt(v128.andnot(down, up)))
      }
    }
    total += popcount(broken) - popcount(mended)
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
