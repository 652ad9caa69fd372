/** The address of a page of the documentation; undefined where the project has no place on the web. */
export function docsAddress(page: string, homepage: string): string | undefined {
  const base = homepage.replace(/[#?].*$/, '').replace(/\/+$/, '')
  return base === '' ? undefined : `${base}/blob/HEAD/${page}`
}
