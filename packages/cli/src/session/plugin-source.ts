/** A plugin as it was named, and the folder where that was. */
export interface PluginModule {
  readonly specifier: string
  readonly folder: string
}

/** A plugin that is in use, and the text that it was then. */
export interface UsedModule extends PluginModule {
  /** A digest of its file and of those that it imports by relative paths. */
  readonly digest: string
}

/** What a name of a plugin leads to. */
export interface FoundModule {
  /** The default export: a plugin, or a list of plugins. */
  readonly plugins: unknown
  readonly digest: string
  /** The files it was read from. */
  readonly files: readonly string[]
}

/** Where plugins come from: files and packages, or what else an application has. */
export interface PluginSource {
  /**
   * What a name leads to; for a plugin that is in use already, only if it is the same as it was.
   *
   * @throws INVALID_OPTION where there is no such plugin, or another one by now
   */
  find(module: PluginModule | UsedModule): Promise<FoundModule>
}
