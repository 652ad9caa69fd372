export {
  type ChebyshevSeries,
  chebyshevPoints,
  chopped,
  coefficientsOf,
  differentiate,
  evaluate,
  integrate,
  interpolate,
  tail,
} from './chebyshev.js'
export { derivative, finder, joined, jumps, largest, type Piecewise, reader, seams, vanishes } from './piecewise.js'
export { type FoundKink, type Resolved, resolve, resolveSearch, type Spread } from './resolve.js'
export type { Root } from './root.js'
