export { activations } from './activations.js'
export { bmz2019 } from './bmz2019/bmz2019.js'
export { carryOut, partCount } from './carry-out.js'
export { type CriticalLoad, criticalLoads } from './critical-loads.js'
export { denseCells } from './dense-cells.js'
export { denseTitles } from './dense-files.js'
export {
  type DenseRegions,
  type DenseResult,
  denseRegions,
  denseResult,
  SHOWN_FLIPS,
  summaryOf,
} from './dense-regions.js'
export { type Answered, type Findings, failures, type Simulated } from './findings.js'
export { readme, typed } from './folder.js'
export type { StudyJobs } from './jobs.js'
export { JOURNAL, type Journal, type JournalFile, journalIn } from './journal.js'
export type { Line, Told, UsedModule, Work } from './line.js'
export { type Outcome, type Parts, parts, type Sampled, type Theorised } from './parts.js'
export { type Asked, type Destination, type Folder, type Folders, type Plan, planOf, README, REPORT } from './plan.js'
export { type Agreement, agreementOf, type Published } from './published.js'
export type { Region } from './region.js'
export type { Dataset, Study } from './study.js'
export { type Watch, type WatchOutput, watching } from './watch.js'
