export type { Crossover } from './crossover.js'
export { type Estimate, estimateText, minus, over, plus, roundingFloor, times } from './estimate.js'
export { erf, erfc, erfcx } from './gaussian/erf.js'
export { hermiteCoefficients, hermitePanels, hermiteSearch } from './gaussian/hermite.js'
export { gaussianIntegral, legendreRule, onPanels, panelBreaks, panelIntegral } from './gaussian/legendre.js'
export { density, hazard, hazardExcess, hazardSlope, logTail, tail } from './gaussian/normal.js'
export {
  estimated,
  evenGaussianRule,
  FINE_STEP,
  gaussianMean,
  gaussianRule,
  STANDARD_STEP,
} from './gaussian/quadrature.js'
export {
  type AsyncIteration,
  closedForm,
  type Iteration,
  inPieces,
  isAnswer,
  type StepInPieces,
  type Verdict,
} from './iteration.js'
export { crossoverSums, type Grading, gradedBreaks, layMesh } from './mesh.js'
export { firstPlaces, type Knot, missingPlaces, type Span } from './places.js'
export { type BfgsOptions, type BfgsState, bfgs, bfgsSearch, type Objective } from './roots/bfgs.js'
export {
  type BracketState,
  bracket,
  bracketedRoot,
  bracketSearch,
  bracketStart,
  bracketStep,
  type Root,
} from './roots/bracket.js'
export { type DampedOptions, type DampedState, damped, dampedStep } from './roots/damped.js'
export { luSolve } from './roots/lu.js'
export {
  differences,
  differencesSearch,
  type Equations,
  type NewtonOptions,
  type NewtonState,
  newton,
  newtonSearch,
  newtonSolve,
} from './roots/newton.js'
export {
  type PathOptions,
  type PathPoint,
  pathAdvance,
  pathAdvanceSearch,
  pathBetween,
  pathFold,
  pathStart,
  pathStartSearch,
} from './roots/path.js'
export { type Rule, type RuleBuffer, roomIn, ruleBuffer } from './rule.js'
export {
  type ChosenState,
  chosen,
  type Pieces,
  pieces,
  type Search,
  type SearchState,
  searching,
  searchNow,
} from './search.js'
