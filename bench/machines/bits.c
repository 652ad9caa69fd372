/*
 * The bit-sliced kernel in C, on the memory that packages/samplers lays out: the same planes, the same moves, the same random numbers.
 * cc -O3 -march=native bits.c; then ./a.out MEMORY PROPOSALS REPETITIONS prints, for each repetition from the same memory on, seconds,
 * accepted proposals and the energy.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCKS, MODE, FAN, SIZE, FIELD_PLANES, MARGIN_PLANES, FULL, PATTERNS, FOLLOW, COLUMNS, GAUGES, VALID, READOUT, UNIT_OF, CLASSES,
       RATIOS, BOLTZMANN, RANDOM, ENERGIES, REPLICAS, REPLICA_BYTES, SPINS, FIELDS, STEPS, MARGINS, EDGES,
       WATCHED, BROKEN, VERSIONS };
enum { LINE, STEP, RAMP, EVEN_RAMP };

typedef uint64_t word;

static unsigned char *memory;
static uint32_t header[32];

static inline word *words(size_t place) { return (word *)(memory + place); }

static inline word mended(uint32_t mode, const word *steps, const word *edges, size_t n, size_t w) {
  if (mode == LINE) return edges[w];
  const word one = steps[w] & edges[w];
  return mode == RAMP ? one | (steps[2 * n + w] & edges[2 * n + w]) : one;
}

static inline word broken(uint32_t mode, const word *steps, const word *edges, size_t n, size_t w) {
  if (mode == LINE) return edges[n + w];
  const word one = steps[n + w] & edges[n + w];
  return mode == RAMP ? one | (steps[3 * n + w] & edges[3 * n + w]) : one;
}

/* Keeps what a flip in a unit can change, and gives how many of that are stored. The loops are what the compiler makes wide. */
static inline int watchIn(uint32_t mode, uint32_t unit, word *restrict watched) {
  const size_t n = 2 * (size_t)header[BLOCKS];
  const uint32_t masks = mode == RAMP ? 4 : mode == LINE ? 0 : 2;
  const word *restrict steps = words(header[REPLICAS] + header[STEPS]) + unit * masks * n;
  const word *restrict edges = words(header[REPLICAS] + header[EDGES]);
  int64_t total = 0;
  for (size_t w = 0; w < n; w++) {
    const word down = broken(mode, steps, edges, n, w);
    watched[w] = down | mended(mode, steps, edges, n, w);
    total += __builtin_popcountll(down);
  }
  return (int)total;
}

static int watch(uint32_t unit, word *watched) {
  switch (header[MODE]) {
    case RAMP: return watchIn(RAMP, unit, watched);
    case LINE: return watchIn(LINE, unit, watched);
    default: return watchIn(STEP, unit, watched);
  }
}

/* What flipping weight i would add to the number of errors. */
static int delta(uint32_t i) {
  const uint32_t unit = ((uint32_t *)(memory + header[UNIT_OF]))[i];
  const size_t n = 2 * (size_t)header[BLOCKS];
  const uint32_t spin = memory[header[REPLICAS] + header[SPINS] + i], c = memory[header[READOUT] + unit];
  const word turned = (word)0 - (word)(spin ^ c ^ 1);
  const uint32_t input = header[FULL] ? i - unit * header[FAN] : i;
  const word *restrict col = words(header[COLUMNS]) + input * n;
  word *restrict watched = words(header[REPLICAS] + header[WATCHED]) + unit * n;
  int32_t *down = (int32_t *)(memory + header[REPLICAS] + header[BROKEN]) + unit;
  uint32_t *versions = (uint32_t *)(memory + header[REPLICAS] + header[VERSIONS]);
  if (versions[1 + unit] != versions[0]) {
    *down = watch(unit, watched);
    versions[1 + unit] = versions[0];
  }
  int64_t total = *down;
  for (size_t w = 0; w < n; w++) total -= __builtin_popcountll((col[w] ^ turned) & watched[w]);
  return (int)total;
}

static void flip(uint32_t i, int change) {
  const uint32_t unit = ((uint32_t *)(memory + header[UNIT_OF]))[i];
  const size_t n = 2 * (size_t)header[BLOCKS];
  unsigned char *place = memory + header[REPLICAS] + header[SPINS] + i;
  const uint32_t spin = *place, c = memory[header[READOUT] + unit];
  const word turned = (word)0 - (word)(spin ^ c ^ 1);
  const uint32_t mode = header[MODE], masks = mode == RAMP ? 4 : mode == LINE ? 0 : 2;
  const uint32_t input = header[FULL] ? i - unit * header[FAN] : i;
  const uint32_t fieldPlanes = header[FIELD_PLANES], marginPlanes = header[MARGIN_PLANES];
  const word *restrict col = words(header[COLUMNS]) + input * n;
  const word *restrict gauge = words(header[GAUGES]) + c * n;
  const word *restrict valid = words(header[VALID]);
  word *restrict fields = words(header[REPLICAS] + header[FIELDS]) + unit * fieldPlanes * n;
  word *restrict steps = words(header[REPLICAS] + header[STEPS]) + unit * masks * n;
  word *restrict margins = words(header[REPLICAS] + header[MARGINS]);
  word *restrict edges = words(header[REPLICAS] + header[EDGES]);
  for (size_t w = 0; w < n; w++) {
    const word up = col[w] ^ turned;
    word one = ~(word)0, two = 0;
    if (mode != LINE) {
      one = (steps[w] & up) | (steps[n + w] & ~up);
      if (mode == RAMP) two = (steps[2 * n + w] & up) | (steps[3 * n + w] & ~up);
      word carry = ~(word)0, both = ~(word)0, some = 0, value = 0;
      for (uint32_t p = 0; p < fieldPlanes; p++) {
        const word old = fields[p * n + w];
        value = old ^ carry;
        fields[p * n + w] = value;
        both &= value;
        some |= value;
        carry &= ~(old ^ up);
      }
      if (mode == EVEN_RAMP) {
        steps[w] = value ^ gauge[w];
        steps[n + w] = (value | ~some) ^ gauge[w];
      } else {
        steps[w] = both;
        steps[n + w] = ~some;
        if (mode == RAMP) {
          const word active = value ^ gauge[w];
          steps[2 * n + w] = active & ~both;
          steps[3 * n + w] = active & some;
        }
      }
    }
    if ((one | two) == 0) continue;
    const word lowest = margins[w], low = lowest ^ one;
    margins[w] = low;
    word carry = (one & ~(lowest ^ up)) | two, both = ~(word)0, some = 0;
    for (uint32_t p = 1; p < marginPlanes; p++) {
      const word old = margins[p * n + w], value = old ^ carry;
      margins[p * n + w] = value;
      both &= value;
      some |= value;
      carry &= ~(old ^ up);
    }
    const word under = both & valid[w], over = valid[w] & ~some;
    edges[w] = under & low;
    edges[n + w] = over & ~low;
    edges[2 * n + w] = under;
    edges[3 * n + w] = over;
  }
  *place = (unsigned char)(spin ^ 1);
  ++*(uint32_t *)(memory + header[REPLICAS] + header[VERSIONS]);
  ((int32_t *)(memory + header[ENERGIES]))[0] += change;
}

static inline uint32_t rotl(uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }

static uint32_t next(uint32_t *s) {
  const uint32_t result = rotl(s[0] + s[3], 7) + s[0], t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotl(s[3], 11);
  return result;
}

static uint32_t metropolis(uint32_t proposals) {
  uint32_t s[4], accepted = 0;
  memcpy(s, memory + header[RANDOM], 16);
  const unsigned char *spins = memory + header[REPLICAS] + header[SPINS], *classes = memory + header[CLASSES];
  const double *ratios = (double *)(memory + header[RATIOS]);
  const double *boltzmann = (double *)(memory + header[BOLTZMANN]) + header[PATTERNS];
  const int32_t *energy = (int32_t *)(memory + header[ENERGIES]);
  for (uint32_t k = 0; k < proposals; k++) {
    const uint32_t i = (uint32_t)(((uint64_t)next(s) * header[SIZE]) >> 32);
    const double u = ((double)next(s) + 0.5) * 0x1p-32;
    const double ratio = ratios[spins[i] * 256 + classes[i]];
    if (u >= ratio * boltzmann[-*energy]) continue;
    const int change = delta(i);
    if (u < ratio * boltzmann[change]) {
      flip(i, change);
      accepted++;
    }
  }
  return accepted;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 1;
  fseek(file, 0, SEEK_END);
  const size_t size = (size_t)ftell(file);
  rewind(file);
  unsigned char *initial = malloc(size);
  memory = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!initial || !memory || fread(initial, 1, size, file) != size) return 1;
  fclose(file);
  for (int r = 0; r < atoi(argv[3]); r++) {
    memcpy(memory, initial, size);
    memcpy(header, memory, sizeof header);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    const uint32_t accepted = metropolis((uint32_t)atol(argv[2]));
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.9f %u %d\n", (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec), accepted,
           ((int32_t *)(memory + header[ENERGIES]))[0]);
  }
  return 0;
}
