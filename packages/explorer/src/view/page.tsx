import { palettes } from '@gardner/viz'
import type { Signal } from '@preact/signals'
import { useSignal } from '@preact/signals'
import { colourOf } from '../chart/mark.js'
import type { Explorer } from '../state/explorer.js'
import { MOST_MACHINES } from '../state/settings.js'
import { Announcer } from './announcer.js'
import { CopyButton } from './copy-button.js'
import { FiniteTab } from './finite-tab.js'
import { Glossary } from './glossary.js'
import { LoadBar } from './load-bar.js'
import { MachineCard } from './machine-card.js'
import { Notices } from './notices.js'
import { Tabs } from './tabs.js'
import { ThemeSwitch } from './theme-switch.js'
import { TheoryTab } from './theory-tab.js'
import { Tour } from './tour.js'
import { WaysIn } from './ways-in.js'

interface Properties {
  readonly explorer: Explorer
  readonly address: () => string
  readonly tour: Signal<boolean>
}

/**
 * The colours of machines, as figures of a page name them, on light and on dark ground. Curves of an earlier question fade,
 * each by itself: the colour of a line says which it is.
 */
const colours = [
  `:root{${palettes.light.map((light, i) => `--gardner-${i + 1}:light-dark(${light},${palettes.dark[i]})`).join(';')}}`,
  ...Array.from(
    { length: MOST_MACHINES },
    (_, i) => `.panel[data-stale~="${i + 1}"] .chart [stroke="${colourOf(i)}"]{opacity:.35}`,
  ),
].join('\n')

/** The whole page. */
export function Page({ explorer, address, tour }: Properties) {
  const glossary = useSignal(false)
  const cards = explorer.cards.value
  const tab = explorer.tab.value
  return (
    <>
      <header class="top">
        <h1>Gardner</h1>
        <Tabs explorer={explorer} />
        <div class="tools">
          <button
            type="button"
            class="small"
            id="tour-button"
            title="A tour of the page, one minute"
            onClick={() => {
              tour.value = true
            }}
          >
            tour
          </button>
          <button
            type="button"
            class="small"
            title="What the symbols mean"
            aria-haspopup="dialog"
            onClick={() => {
              glossary.value = true
            }}
          >
            glossary
          </button>
          <CopyButton class="small" text={address} title="Copy a link to what is shown">
            copy link
          </CopyButton>
          <ThemeSwitch />
        </div>
      </header>
      <Notices notices={explorer.notices} />
      <WaysIn explorer={explorer} />
      <style>{colours}</style>
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
      <Glossary open={glossary} />
      <Tour explorer={explorer} open={tour} />
    </>
  )
}
