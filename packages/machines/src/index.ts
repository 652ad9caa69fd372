export { fanKernel } from './fan-kernel.js'
export { energyAt, errorsAt, type Fields, fieldsOf } from './fields.js'
export { decodeInstance, encodeInstance } from './file/instance-file.js'
export { formatNpy, type NpyArray, type NpyType, parseNpy } from './file/npy.js'
export { patternsFromNpy, patternsFromText } from './file/patterns-file.js'
export type { ProblemLookup } from './file/stored-problem.js'
export {
  type GivenInstanceOptions,
  hasBinaryWeights,
  type InstanceOptions,
  instance,
  machineMargin,
  ontoSphere,
  randomWeights,
} from './instance.js'
export { type BitEngine, type BitMachine, bitKernel, bitMachine } from './kernel/bits.js'
export { CLASS_COUNT, free, type Groups, type Interaction, type Kernel, UNIT } from './kernel/kernel.js'
export { kernelOf } from './kernel/kernel-of.js'
export { type Levels, levelsOf } from './kernel/levels.js'
export { realKernel } from './kernel/real.js'
export { tableKernel } from './kernel/table.js'
export { metropolisMoves } from './kernel/walk.js'
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
