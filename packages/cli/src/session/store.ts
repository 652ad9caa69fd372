/** Where checkpoints and journals are kept, by the names that the user gives them. */
export interface Store {
  /**
   * The place of a name; nothing is read or written yet.
   *
   * @param option the option that gave the name, for messages
   * @throws INVALID_OPTION where nothing can be kept there
   */
  at(name: string, option: string): Kept
}

/** A text that is kept. */
export interface Kept {
  /** Whether there is one. */
  exists(): boolean
  read(): string
  /** Replaces it, whole or not at all. */
  write(text: string): void
  /** Adds to its end, whole or not at all. */
  append(text: string): void
  remove(): void
}
