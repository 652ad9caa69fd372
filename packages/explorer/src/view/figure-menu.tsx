import type { Figure } from '@gardner/viz'
import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals'
import { type Format, files, save } from '../chart/download.js'
import { CopyButton } from './copy-button.js'

interface Properties {
  readonly figure: ReadonlySignal<Figure | undefined>
  readonly none: boolean
  readonly commands: (() => readonly string[]) | undefined
  readonly table: Signal<boolean>
}

/** The files and the numbers of a figure. */
export function FigureMenu({ figure, none, commands, table }: Properties) {
  const failed = useSignal('')
  const download = async (format: Format) => {
    const drawn = figure.peek()
    if (drawn === undefined) return
    try {
      save(`gardner-${drawn.name}.${format}`, await files[format](drawn))
      failed.value = ''
    } catch (error) {
      failed.value = error instanceof Error ? error.message : String(error)
    }
  }
  return (
    <div class="menu">
      {(['svg', 'png', 'csv'] as const).map((format) => (
        <button
          key={format}
          type="button"
          class="small"
          disabled={none}
          title={`Download as ${format.toUpperCase()}`}
          aria-label={`Download as ${format.toUpperCase()}`}
          onClick={() => void download(format)}
        >
          {format}
        </button>
      ))}
      <button
        type="button"
        class="small"
        disabled={none}
        aria-pressed={table.value}
        title="Show the numbers in place of the figure"
        onClick={() => {
          table.value = !table.value
        }}
      >
        table
      </button>
      {commands === undefined || none ? null : (
        <CopyButton
          class="small"
          text={() => commands().join('\n')}
          title="Copy the command lines that compute these numbers"
        >
          {'>_'}
        </CopyButton>
      )}
      {failed.value === '' ? null : (
        <span role="alert" class="wrong">
          {failed.value}
        </span>
      )}
    </div>
  )
}
