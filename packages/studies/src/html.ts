import { escaped } from '@gardner/viz'

/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Inserted = string | number | Html | readonly Inserted[]

/** HTML of which everything that is inserted is escaped but what is HTML already: html`<td>${name}</td>`. */
export const html = (texts: TemplateStringsArray, ...inserted: readonly Inserted[]): Html =>
  new Html(texts.map((text, i) => (i === 0 ? '' : shown(inserted[i - 1])) + text).join(''))

const shown = (value: Inserted): string =>
  value instanceof Html ? value.text : Array.isArray(value) ? value.map(shown).join('') : escaped(String(value))
