const WHOLE = process.env.GARDNER_GRID === 'whole'

/**
 * The rows of a grid that `npm test` takes: each `every`-th, from the first on. The whole grid is taken by `npm run soak`.
 * Rows are written so that neighbours differ in what matters (prior, parity, number of steps), and each value is among those taken.
 */
export const representatives = <T>(rows: readonly T[], every: number): readonly T[] =>
  WHOLE ? rows : rows.filter((_, i) => i % every === 0)

/** How many random cases `npm test` takes of so many: each `every`-th as well. */
export const runs = (all: number, every: number): number => (WHOLE ? all : Math.ceil(all / every))
