/** What a browser keeps of a reader; a page without storage forgets. */
export const memory = {
  /** False where nothing can be kept. */
  keep(key: string, value: string): boolean {
    try {
      localStorage.setItem(key, value)
      return true
    } catch {
      return false
    }
  },
  kept(key: string): string | undefined {
    try {
      return localStorage.getItem(key) ?? undefined
    } catch {
      return undefined
    }
  },
}
