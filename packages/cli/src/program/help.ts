import type { HelpConfiguration } from 'commander'

/** What stands below the help of a command. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ gardner ${line}`).join('\n')}\n`

/** Columns of the help: lines longer than these are hard to read, and shorter ones hold no option. */
const [NARROWEST, WIDEST] = [40, 100]

/** Too narrow for a column of options beside one of what they do: that stands below them. */
const TWO_COLUMNS = 72

/** How the help stands in a terminal of so many columns. */
export function helpIn(width = WIDEST): HelpConfiguration {
  const helpWidth = Math.min(WIDEST, Math.max(NARROWEST, width))
  return helpWidth >= TWO_COLUMNS
    ? { helpWidth }
    : {
        helpWidth,
        formatItem: (term, _, description, help) => {
          const below = help.boxWrap(description, helpWidth - 6).replace(/^/gm, '      ')
          return description === '' ? `  ${term}` : `  ${term}\n${below}`
        },
      }
}
