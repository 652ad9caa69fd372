import type { Signal } from '@preact/signals'

/** What the reader should know, until it is put away. */
export function Notices({ notices }: { readonly notices: Signal<readonly string[]> }) {
  if (notices.value.length === 0) return null
  return (
    <div class="notices" role="alert">
      <ul>
        {notices.value.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
      </ul>
      <button
        type="button"
        class="small"
        onClick={() => {
          notices.value = []
        }}
      >
        close
      </button>
    </div>
  )
}
