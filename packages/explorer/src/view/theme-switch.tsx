import { signal } from '@preact/signals'
import { memory } from '../state/memory.js'

const themes = ['auto', 'light', 'dark'] as const
const KEY = 'gardner-theme'

const theme = signal(themes.find((one) => one === memory.kept(KEY)) ?? 'auto')
show()

/** Light, dark, or as the system has it. */
export const ThemeSwitch = () => (
  <button
    type="button"
    class="small"
    aria-label={`Colours: ${theme.value}`}
    title="Colours: as the system has it, light, dark"
    onClick={() => {
      theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length]
      show()
      memory.keep(KEY, theme.value)
    }}
  >
    {{ auto: '◐ auto', light: '○ light', dark: '● dark' }[theme.value]}
  </button>
)

function show(): void {
  document.documentElement.dataset.theme = theme.value
}
