import { csv, type Fields, json } from '@gardner/results'
import type { FolderFile } from './folder-file.js'
import type { Line } from './line.js'
import type { Outcome } from './parts.js'
import type { Dataset, Study } from './study.js'

/** A line as it can be typed. */
export const typed = ({
  command,
  options,
  flags = [],
}: Pick<Line, 'options' | 'flags'> & { readonly command: string }): string =>
  [
    'gardner',
    command,
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ...flags.map((flag) => `--${flag}`),
  ].join(' ')

/** A line as it is shown while it is computed. */
export const titleOf = ({ name }: Pick<Dataset, 'name'>, { command, options, flags = [] }: Line): string =>
  [name, command, ...Object.entries(options).flatMap(shownOption), ...flags].join(' · ')

const shownOption = ([name, value]: [string, string]): string[] =>
  name === 'distances' || name === 'stabilities' || name === 'budget'
    ? []
    : name === 'alpha'
      ? [`α = ${value}`]
      : name === 'replicas'
        ? [`y = ${value.replace('inf', '∞')}`]
        : name === 'distance'
          ? [`d = ${value}`]
          : [value]

/** The files of a dataset: the rows of all its lines, and the same with what belongs to each line as a whole. */
export const datasetFiles = (
  { name: paper, reference }: Pick<Study, 'name' | 'reference'>,
  { name, title, lines }: Dataset,
  outcomes: readonly Outcome[],
): readonly FolderFile[] => [
  { name: `${name}.csv`, text: () => csv(inOrder(lines.flatMap((line, i) => recordsOf(line, outcomes[i])))) },
  {
    name: `${name}.json`,
    text: async () =>
      json({
        command: `gardner reproduce ${paper}`,
        reference,
        title,
        entries: lines.map((line, i) => ({ ...entryOf(outcomes[i]), command: typed(line) })),
      }),
  },
]

export function recordsOf(line: Line, outcome: Outcome): readonly Fields[] {
  const records = outcome?.kind === 'done' ? outcome.records : [{ ...line.options, reason: outcome?.reason }]
  // the quantity was the name of the command
  return records.map(({ command: quantity, ...fields }) => ({
    command: typed(line),
    ...(quantity === undefined ? {} : { quantity }),
    ...fields,
  }))
}

/** What was asked for stands in front, also where it is not the same in all records. */
const asked = [
  'command',
  'quantity',
  'activation',
  'weights',
  'constraint',
  'margin',
  'ansatz',
  'alpha',
  'replicas',
  'distance',
]

function inOrder(records: readonly Fields[]): readonly Fields[] {
  const front = asked.filter((column) => records.some((record) => column in record))
  return records.map((record) => ({
    ...Object.fromEntries(front.map((column) => [column, record[column]])),
    ...record,
  }))
}

const entryOf = (outcome: Outcome): object =>
  outcome?.kind === 'done' ? outcome.json : { verdict: 'stalled', reason: outcome?.reason }

/** What is in the folder, for who finds it. */
export const readme = (
  { name, title, reference }: Study,
  files: readonly { readonly name: string; readonly title: string; readonly drawn: boolean }[],
  sampled: string | undefined,
): string => `# ${title}

${reference}

Made by \`gardner reproduce ${name}\`. \`report.html\` has the numbers beside those that were published, the figures, and what was run.

| files | |
|---|---|
${files
  .map(({ name: file, title: shown, drawn }) => {
    const endings = drawn ? ['csv', 'json', 'svg', 'png'] : ['csv', 'json']
    return `| ${endings.map((ending) => `\`${file}.${ending}\``).join(', ')} | ${shown} |`
  })
  .join('\n')}

The column \`command\` is the line that computes a row by itself. A column that ends in \`Error\` is a bound on the numerical error of
the one before it, \`error\` that of \`value\`. Loads are α = P/N as K → ∞, distances d = (1 − overlap)/2, entropies are per weight in natural
logarithms: log 2 for all binary weight vectors, 0 for the whole sphere. A row without numbers says why in \`reason\`.
${sampled === undefined ? '' : `\n${sampled}`}`
