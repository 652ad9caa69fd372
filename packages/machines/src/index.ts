export { fanKernel } from './fan-kernel.js'
export { energyAt, errorsAt, type Fields, fieldsOf } from './fields.js'
export { decodeInstance, encodeInstance } from './file/instance-file.js'
export { formatNpy, type NpyArray, type NpyType, parseNpy } from './file/npy.js'
export { patternsFromNpy, patternsFromText } from './file/patterns-file.js'
export type { ProblemLookup } from './file/stored-problem.js'
export { type BitEngine, type BitMachine, bitFlips, bitMachine } from './flips/bits.js'
export { CLASS_COUNT, type Flips, type Interaction, noInteraction, type SiteGroups, WORD_UNIT } from './flips/flips.js'
export { flipsOf } from './flips/flips-of.js'
export { type Levels, levelsOf } from './flips/levels.js'
export { metropolisMoves } from './flips/metropolis.js'
export { realFlips } from './flips/real.js'
export { tableFlips } from './flips/table.js'
export {
  type GivenInstanceOptions,
  hasBinaryWeights,
  type InstanceOptions,
  instance,
  machineMargin,
  ontoSphere,
  randomWeights,
} from './instance.js'
export { barycentre } from './measure/barycentre.js'
export { type DensityPoint, densityOf, meanDensity } from './measure/density.js'
export { counted, type HistogramOptions, histogram, merged, totalOf } from './measure/histogram.js'
export { average, checkSeries, type Measurement, meanOf } from './measure/mean.js'
export { distanceAt, meanOverlap, overlap, overlapMatrix, unitOverlaps } from './measure/overlap.js'
export {
  type RobustnessMethod,
  type RobustnessOptions,
  type RobustnessPoint,
  robustness,
} from './measure/robustness.js'
export { type Probability, wilson } from './measure/wilson.js'
export type { GivenPatterns } from './patterns.js'
export { Random, seeded } from './random.js'
export { storedFrom, tiesAt } from './ties.js'
