import type { ExploreOptions } from '../command/explore.js'
import type { PlotOptions } from '../command/plot.js'
import type { StudyOptions } from '../command/reproduce.js'
import type { Options } from '../option/settings.js'
import type { PluginCommand } from '../plugin/plugin-command.js'

/** What each command does once its options are read; the result is the exit code. */
export interface Actions {
  capacity(options: Options): Promise<number>
  instability(options: Options): Promise<number>
  critical(name: string | undefined, options: Options): Promise<number>
  solve(options: Options): Promise<number>
  curve(options: Options): Promise<number>
  franzParisi(options: Options): Promise<number>
  localEntropy(options: Options): Promise<number>
  stabilities(options: Options): Promise<number>
  instance(file: string | undefined, options: Options): Promise<number>
  sample(options: Options): Promise<number>
  robustness(options: Options): Promise<number>
  success(options: Options): Promise<number>
  reproduce(study: string, options: StudyOptions): Promise<number>
  plot(files: readonly string[], options: PlotOptions): Promise<number>
  explore(options: ExploreOptions): Promise<number>
  list(section: string | undefined, options: Options): Promise<number>
  table(options: Options): Promise<number>
  ofPlugin(command: PluginCommand, options: Options): Promise<number>
  complete?(): void
}
