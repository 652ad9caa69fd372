/** The homepage of the project as its package.json says it at the time of building; empty where it says none. */
declare const __HOMEPAGE__: string

/** The address of a page of the documentation; undefined where the project has no place on the web. */
export function docsAddress(page: string, homepage: string): string | undefined {
  const base = homepage.replace(/[#?].*$/, '').replace(/\/+$/, '')
  return base === '' ? undefined : `${base}/blob/HEAD/${page}`
}

/** A page of the documentation: a link where the project has a homepage, else the place of the file in the repository. */
export function DocsLink({ page, children }: { readonly page: string; readonly children: string }) {
  const address = docsAddress(page, __HOMEPAGE__)
  return address === undefined ? (
    <span class="docs">
      {children}: <code>{page}</code> of the repository
    </span>
  ) : (
    <a class="docs" href={address} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
