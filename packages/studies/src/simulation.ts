import type { Sheet } from '@gardner/results'
import type { Figure } from '@gardner/viz'
import type { FolderFile } from './folder-file.js'
import type { Html } from './html.js'
import type { Parts } from './parts.js'

/** What a study samples beside its lines, in one size. */
export interface Simulation {
  /** The size: `quick`. */
  readonly name: string
  /** How many parts there are. */
  readonly parts: number
  /** The names of its tables and figures, and what each shows. */
  readonly titles: Readonly<Record<string, string>>
  /** Files beside these. */
  readonly others: readonly string[]
  /** What the columns of its tables mean, for the README of the folder. */
  readonly readme: string
  /** Does all parts that the signal leaves time for. */
  sample(parts: Parts): Promise<Sampling>
}

/** How far the sampling came. */
export interface Sampling {
  /** The parts that were done. */
  readonly done: number
  /** The result, if all of them were. */
  readonly result?: SimulationResult
}

/** What was sampled, in the forms in which a study tells it. */
export interface SimulationResult {
  /** The tables as files. */
  files(study: { readonly name: string; readonly reference: string }): readonly FolderFile[]
  figures(): Promise<readonly Figure[]>
  /** A summary of each machine, for JSON. */
  readonly summaries: readonly object[]
  /** The same as a table for people. */
  sheet(elapsed: number): Sheet
  page(): Promise<SimulationPage>
}

/** Sections of the report page. */
export interface SimulationPage {
  /** Whether what was sampled is solved. */
  readonly verdict: Html
  readonly section: Html
  /** What took how many seconds. */
  readonly times: readonly { readonly name: string; readonly parts: number; readonly took: number }[]
  readonly details: readonly Html[]
}
