import { definePlugin } from '@gardner/core'
import { formulaFamily } from './formula.js'

export { formula, formulaFamily } from './formula.js'
export { FormulaError, isFormulaError } from './formula-error.js'
export { constantNames, functionNames } from './vocabulary.js'

/** Registers the family `formula`: `formula:max(0, x) + 0.1*x`. */
export default definePlugin('formula', (registry) => registry.activation(formulaFamily))
