/**
 * The rows of a grid that `npm test` takes: each `every`-th, from the first on. The whole grid is taken by `npm run test:whole`.
 * Rows are written so that neighbours differ in what matters (prior, parity, number of steps), and each value is among those taken.
 */
export const representatives = <T>(rows: readonly T[], every: number): readonly T[] =>
  process.env.GARDNER_GRID === 'whole' ? rows : rows.filter((_, i) => i % every === 0)
