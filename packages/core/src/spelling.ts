/** A value with a name, and what it was made with. */
export interface Spelled {
  readonly name: string
  readonly parameters?: Readonly<Record<string, unknown>>
  /** What stands behind the colon of its name, where that is not its parameters in their order. */
  readonly spelling?: string
}

/**
 * The name by which a catalogue makes a value again: `relu`, `leaky-relu:0.2`, `large-deviation:inf,0.05`.
 *
 * @example spelled(leakyRelu({ slope: 0.2 })) // 'leaky-relu:0.2'
 */
export function spelled({ name, parameters = {}, spelling }: Spelled): string {
  if (name.includes(':')) return name
  const text = spelling ?? Object.values(parameters).flat().map(numeralOf).join(',')
  return text === '' ? name : `${name}:${text}`
}

const numeralOf = (value: unknown): string => (value === Number.POSITIVE_INFINITY ? 'inf' : String(value))
