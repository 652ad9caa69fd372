import { signal } from '@preact/signals'

const themes = ['auto', 'light', 'dark'] as const
const KEY = 'gardner-theme'

const theme = signal<(typeof themes)[number]>(kept())
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
      try {
        localStorage.setItem(KEY, theme.value)
      } catch {
        // a page without storage forgets
      }
    }}
  >
    {{ auto: '◐ auto', light: '○ light', dark: '● dark' }[theme.value]}
  </button>
)

function show(): void {
  document.documentElement.dataset.theme = theme.value
}

function kept(): (typeof themes)[number] {
  try {
    return themes.find((one) => one === localStorage.getItem(KEY)) ?? 'auto'
  } catch {
    return 'auto'
  }
}
