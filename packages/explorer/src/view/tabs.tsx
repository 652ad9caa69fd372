import type { Explorer } from '../state/explorer.js'
import type { Tab } from '../state/settings.js'

const labels: Readonly<Record<Tab, string>> = { theory: 'Theory', finite: 'Finite machine' }
const tabs = Object.keys(labels) as readonly Tab[]

/** The tabs of the page; arrow keys go from one to the next. */
export function Tabs({ explorer }: { readonly explorer: Explorer }) {
  return (
    <div role="tablist" aria-label="What is shown" class="tabs">
      {tabs.map((tab, i) => {
        const selected = explorer.tab.value === tab
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={selected}
            aria-controls="shown"
            tabIndex={selected ? 0 : -1}
            onClick={() => {
              explorer.tab.value = tab
            }}
            onKeyDown={({ key }) => {
              if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
              const next = tabs[(i + (key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length]
              explorer.tab.value = next
              document.getElementById(`tab-${next}`)?.focus()
            }}
          >
            {labels[tab]}
          </button>
        )
      })}
    </div>
  )
}
