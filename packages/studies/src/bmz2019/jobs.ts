import type { Catalogue } from '@gardner/core/registry'
import { type RegionEvent, type RegionInput, regionJob } from './region.js'
import { type TheoryEvent, type TheoryInput, theoryJob } from './theory.js'

/** The jobs of a study beside the answering of its lines, with the names of a catalogue. */
export const studyJobs = (catalogue: () => Promise<Catalogue>) => ({
  region: regionJob(catalogue),
  theory: theoryJob(catalogue),
})

export type { RegionEvent, RegionInput, TheoryEvent, TheoryInput }
