import { docsAddress } from '../state/docs-address.js'

/** The homepage of the project as its package.json says it at the time of building; empty where it says none. */
declare const __HOMEPAGE__: string

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
