import type { RunOptions } from '@gardner/core'
import type { Catalogue } from '@gardner/core/registry'
import type { Observable } from 'rxjs'
import type { Told, Work } from './line.js'
import { type RegionEvent, type RegionInput, regionJob } from './region.js'
import { type TheoryEvent, type TheoryInput, theoryJob } from './theory.js'

/** The jobs that a study has done in threads. How a line is answered, who carries the study out has to say. */
export type StudyJobs = {
  readonly command: (work: Work, options: RunOptions<unknown>) => Observable<Told>
  readonly region: (input: RegionInput, options: RunOptions<unknown>) => Observable<RegionEvent>
  readonly theory: (input: TheoryInput, options: RunOptions<unknown>) => Observable<TheoryEvent>
}

/** All but the answering of lines, with the names of a catalogue. */
export const studyJobs = (catalogue: () => Promise<Catalogue>): Omit<StudyJobs, 'command'> => ({
  region: regionJob(catalogue),
  theory: theoryJob(catalogue),
})

export type { RegionEvent, RegionInput, TheoryEvent, TheoryInput }
