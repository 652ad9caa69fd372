export {
  type AsyncIteration,
  type ChosenState,
  type Crossover,
  chosen,
  closedForm,
  type Estimate,
  estimateText,
  type Iteration,
  inPieces,
  isAnswer,
  minus,
  over,
  plus,
  type Search,
  type SearchState,
  type Span,
  type StepInPieces,
  searching,
  searchNow,
  times,
  type Verdict,
} from '@gardner/numerics'
export type { Ansatz } from './ansatz.js'
export { answer, complete } from './answer.js'
export { branchStart, branchStartSearch, foldBetween, originNow, originSearch, pathEquations } from './branch.js'
export {
  type CheckpointStore,
  checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  loadCheckpoint,
  memoryStore,
} from './checkpoint.js'
export { type Constraint, checkConstraint, margin, marginOf } from './constraint.js'
export { ALPHA, type Control, controlOf, controlSymbol, controlsOf, MARGIN, type Posed } from './control.js'
export { type Cost, checkCost, costKinds, costOf } from './cost.js'
export { type Course, type Reached, type Rooted, reach, type Station } from './course.js'
export { capacity, critical, instability } from './critical-load.js'
export type { CriticalValue, CriticalValues } from './critical-value.js'
export { type CrossingOptions, type CrossingState, crossing } from './crossing.js'
export { type CurveOptions, curve, type MachineCurveOptions, points } from './curve.js'
export { type CurvePoint, verdictOfAll } from './curve-point.js'
export { defineFamily, type Family, numbers } from './family.js'
export { fingerprintOf } from './fingerprint.js'
export {
  capacityNow,
  curveNow,
  instabilityNow,
  solve,
  solved,
  solveNow,
  solving,
  thresholdOf,
  tracing,
} from './former-names.js'
export { editDistance } from './input/edit-distance.js'
export { type ErrorCode, GardnerError, invalid, isGardnerError, pluginFailure, unsuitable } from './input/error.js'
export { callable, finite, finiteList, nameOf, nonNegative, onlyKeys, positive, wholeNumber } from './input/option.js'
export { unknownName } from './input/unknown-name.js'
export {
  type BinaryPatterns,
  checkInstance,
  type Instance,
  type InstanceOrigin,
  type Patterns,
  type RealPatterns,
  type Ties,
  tiesKinds,
  type Wiring,
} from './instance.js'
export { type Activation, defineActivation, finiteValue } from './kernel/activation.js'
export { deriveMoments, type Moments, momentsOf } from './kernel/derive-kernel.js'
export { increment, slopeIncrement } from './kernel/increment.js'
export { angleOf, CLOSED_FORM_ERROR, gapOf, type Kernel } from './kernel/kernel.js'
export { seriesKernel } from './kernel/series-kernel.js'
export {
  checkMachine,
  type Machine,
  type MachineDescription,
  type MachineOptions,
  machine,
  machineSearch,
  machineText,
  type Problem,
  type ProblemDescription,
  type ProblemOptions,
} from './machine.js'
export type { OrderParameters } from './order-parameters.js'
export { checkPlugin, definePlugin, type Plugin, type Registry } from './plugin.js'
export { checkProblem, loadIn, loadOf, problem } from './problem.js'
export type { Profile } from './profile.js'
export { defineQuantity, energy, entropy, freeEntropy, orderParameter, type Quantity, replicon } from './quantity.js'
export {
  type Ask,
  checkQuestion,
  identityOf,
  type Lookup,
  type MachineSpec,
  machineSpec,
  type PosedQuestion,
  type ProblemSpec,
  problemSpec,
  QUESTION,
  type QuestionKind,
  type QuestionSpec,
} from './question.js'
export { questions } from './question-kinds.js'
export { errorsOf, isRoot, type Refinement, type Resolutions, refine, resolutions } from './refinement.js'
export { ACTIVATION, ANSATZ, CONSTRAINT, defineRole, type Entry, type Role, SAMPLER, WEIGHTS } from './role.js'
export { type CurveState, type Route, walk } from './route.js'
export { type Checkpoint, type Done, drive, driveSearch, type Progress, type RunOptions, run } from './run.js'
export type { FieldDistribution, Origin, SaddlePoint, SaddleState } from './saddle-point.js'
export { sample } from './sample.js'
export {
  defineSampler,
  type Histogram,
  type Sample,
  type Sampler,
  type SamplerOptions,
  type SamplerState,
  type SampleTrace,
} from './sampler.js'
export { checkSchedule, type Ramp, rampAt, type Schedule, type Stage, sweepsOf } from './schedule.js'
export { isSolved, type Solution, type Unsolved } from './solution.js'
export { type SolveState, saddlePoint } from './solve.js'
export { checkPlaces, isSpan } from './span.js'
export { type Spelled, spelled } from './spelling.js'
export type { Threshold } from './threshold.js'
export type { SitePrior, SphericalPrior, Uniform, WeightPrior } from './weight-prior.js'
