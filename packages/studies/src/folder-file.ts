/** A file with what it holds. */
export interface FolderFile {
  readonly name: string
  text(): Promise<string | Uint8Array>
}
