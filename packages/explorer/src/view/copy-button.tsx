import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'

interface Properties {
  readonly text: () => string
  readonly title: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** Copies a text, and says so; where the browser refuses, the text is shown to be copied by hand. */
export function CopyButton({ text, title, class: name = '', children }: Properties) {
  const said = useSignal('')
  const copy = async () => {
    try {
      await copied(text())
      said.value = 'copied'
      setTimeout(() => {
        said.value = ''
      }, 1500)
    } catch {
      prompt('This browser does not let the page copy. The text is:', text())
    }
  }
  return (
    <button type="button" class={name} title={title} aria-label={title} onClick={() => void copy()}>
      <span aria-live="polite">{said.value === '' ? children : said.value}</span>
    </button>
  )
}

/** The clipboard of the browser, or the old way where there is none, as on pages that were opened from a file. */
async function copied(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.style.position = 'fixed'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    if (!done) throw new Error('not copied')
  }
}
