import type { Explorer } from '../state/explorer.js'
import { MOST_MACHINES } from '../state/settings.js'
import { Announcer } from './announcer.js'
import { CopyButton } from './copy-button.js'
import { FiniteTab } from './finite-tab.js'
import { LoadBar } from './load-bar.js'
import { MachineCard } from './machine-card.js'
import { Notices } from './notices.js'
import { Tabs } from './tabs.js'
import { ThemeSwitch } from './theme-switch.js'
import { TheoryTab } from './theory-tab.js'

/** The whole page. */
export function Page({ explorer, address }: { readonly explorer: Explorer; readonly address: () => string }) {
  const cards = explorer.cards.value
  const tab = explorer.tab.value
  return (
    <>
      <header class="top">
        <h1>Gardner</h1>
        <Tabs explorer={explorer} />
        <div class="tools">
          <CopyButton class="small" text={address} title="Copy a link to what is shown">
            copy link
          </CopyButton>
          <ThemeSwitch />
        </div>
      </header>
      <Notices notices={explorer.notices} />
      <main>
        <aside aria-label="Machines" class="cards">
          {cards.map((card, i) => (
            <MachineCard key={card.id} explorer={explorer} card={card} index={i} />
          ))}
          <button
            type="button"
            class="add"
            disabled={cards.length >= MOST_MACHINES}
            onClick={() => explorer.add(cards[cards.length - 1].machine.peek())}
          >
            + add a machine to compare
          </button>
        </aside>
        <div class="bench" id="shown" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          <LoadBar explorer={explorer} />
          {tab === 'theory' ? <TheoryTab explorer={explorer} /> : <FiniteTab explorer={explorer} />}
        </div>
      </main>
      <Announcer explorer={explorer} />
    </>
  )
}
