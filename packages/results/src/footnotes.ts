/** Remarks under a table, each told once and pointed at by a small number. */
export class Footnotes {
  readonly #texts: string[] = []

  /** The mark of a remark. */
  mark(text: string): string {
    if (!this.#texts.includes(text)) this.#texts.push(text)
    return raised(this.#texts.indexOf(text) + 1)
  }

  get lines(): readonly string[] {
    return this.#texts.map((text, i) => `${raised(i + 1)} ${text}`)
  }
}

const raised = (number: number): string => [...String(number)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')
