// The law kit: what must hold of every activation, weight prior and constraint, whoever wrote it. Framework-free.
export { activationLaws } from './activation-laws.js'
export { constraintLaws } from './constraint-laws.js'
export type { Law } from './law.js'
export { weightsLaws } from './weights-laws.js'
