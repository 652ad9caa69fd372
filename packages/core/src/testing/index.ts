// The law kit: what must hold of every activation, weight prior, constraint, ansatz and sampler, whoever wrote it. Framework-free.
export { activationLaws } from './activation-laws.js'
export { ansatzLaws } from './ansatz-laws.js'
export { constraintLaws } from './constraint-laws.js'
export type { Law } from './law.js'
export { counted, type QuestionLawOptions, questionLaws } from './question-laws.js'
export { type SamplerLawOptions, samplerLaws } from './sampler-laws.js'
export { weightsLaws } from './weights-laws.js'
