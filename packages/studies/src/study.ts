import type { Fields } from '@gardner/results'
import type { Figure } from '@gardner/viz'
import type { Published } from './agreement.js'
import type { Line, UsedModule } from './line.js'
import type { Simulation } from './simulation.js'

/** One file of a study: the answers to some command lines, and how they are drawn. */
export interface Dataset {
  readonly name: string
  readonly title: string
  readonly lines: readonly Line[]
  /** The figure of the same name, from the rows of all lines; throws INVALID_OPTION where there is nothing to draw. */
  draw(rows: readonly Fields[]): Promise<Figure>
}

/** A table of critical loads, which is the first of the datasets, and figures. */
export interface Study {
  readonly name: string
  readonly title: string
  readonly reference: string
  readonly datasets: readonly Dataset[]
  /** What is sampled, in the two sizes that there are of it. */
  readonly simulation?: { readonly quick: Simulation; readonly full: Simulation }
  /** The numbers of the literature that it finds again. */
  readonly published: readonly Published[]
  /** Plugins that the lines need beside the standard ones. */
  readonly modules?: readonly UsedModule[]
  /** What each activation does, where it may be another the next time: of plugins. */
  readonly fingerprints?: ReadonlyMap<string, string>
  /** What is to be said of the choices. */
  readonly notes: readonly string[]
}
