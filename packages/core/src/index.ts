export { type Activation, defineActivation, finiteValue } from './activation.js'
export type { Ansatz } from './ansatz.js'
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
export {
  capacity,
  capacityNow,
  critical,
  criticalNow,
  instability,
  instabilityNow,
  thresholdOf,
} from './critical-load.js'
export type { CriticalValue, CriticalValues } from './critical-value.js'
export { type CrossingOptions, type CrossingState, crossing } from './crossing.js'
export { type CurveOptions, curve, curveNow, tracing } from './curve.js'
export { type CurvePoint, verdictOfAll } from './curve-point.js'
export { editDistance } from './edit-distance.js'
export { type ErrorCode, GardnerError, invalid, isGardnerError, pluginFailure, unsuitable } from './error.js'
export { type Estimate, estimateText, minus, over, plus, roundingFloor, times } from './estimate.js'
export { defineFamily, type Family, numbers } from './family.js'
export { erf, erfc, erfcx } from './gaussian/erf.js'
export { gaussianIntegral, legendreRule, panelBreaks, panelIntegral } from './gaussian/legendre.js'
export { density, hazard, hazardExcess, hazardSlope, logTail, tail } from './gaussian/normal.js'
export {
  estimated,
  evenGaussianRule,
  FINE_STEP,
  type GaussianRule,
  gaussianMean,
  gaussianRule,
  type Layer,
  type RuleBuffer,
  ruleBuffer,
  STANDARD_STEP,
} from './gaussian/quadrature.js'
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
export {
  type AsyncIteration,
  type Iteration,
  inPieces,
  isAnswer,
  type StepInPieces,
  settled,
  type Verdict,
} from './iteration.js'
export { deriveMoments, type Moments, momentsOf } from './kernel/derive-kernel.js'
export { increment, slopeIncrement } from './kernel/increment.js'
export { angleOf, CLOSED_FORM_ERROR, gapOf, type Kernel } from './kernel/kernel.js'
export { seriesKernel } from './kernel/series-kernel.js'
export { checkPlaces, firstPlaces, isSpan, type Knot, missingPlaces, type Span } from './mesh.js'
export { type BracketState, bracket, bracketedRoot, bracketSearch, type Root } from './method/bracket.js'
export { type DampedOptions, type DampedState, damped } from './method/damped.js'
export { type DescentOptions, type DescentState, descend, descentSearch, type Landscape } from './method/descent.js'
export { luSolve } from './method/lu.js'
export {
  differences,
  differencesSearch,
  type Equations,
  type NewtonOptions,
  type NewtonState,
  newton,
  newtonSearch,
  newtonSolve,
} from './method/newton.js'
export { type PathOptions, type PathPoint, pathAdvance, pathBetween, pathFold, pathStart } from './method/path.js'
export { callable, finite, finiteList, nameOf, nonNegative, onlyKeys, positive, wholeNumber } from './option.js'
export type { OrderParameters } from './order-parameters.js'
export { checkPlugin, definePlugin, type Plugin, type Registry } from './plugin.js'
export {
  checkProblem,
  loadOf,
  machineText,
  type Problem,
  type ProblemDescription,
  type ProblemOptions,
  problem,
} from './problem.js'
export type { Profile } from './profile.js'
export { defineQuantity, energy, entropy, freeEntropy, orderParameter, type Quantity, replicon } from './quantity.js'
export {
  type Ask,
  checkQuestion,
  identityOf,
  type Lookup,
  type MachineSpec,
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
export { type Checkpoint, complete, completeSearch, type Done, type Progress, type RunOptions, run } from './run.js'
export type { FieldDistribution, Origin, SaddlePoint, SaddleState } from './saddle-point.js'
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
export { type ChosenState, chosen, type Search, type SearchState, searching, searchNow } from './search.js'
export { isSolved, type Solution, type Unsolved } from './solution.js'
export { type SolveState, solve, solved, solveNow, solving } from './solve.js'
export { type Spelled, spelled } from './spelling.js'
export type { Threshold } from './threshold.js'
export { unknownName } from './unknown-name.js'
export type { SitePrior, SphericalPrior, Uniform, WeightPrior } from './weight-prior.js'
