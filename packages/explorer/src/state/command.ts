import type { Live, LiveOptions } from '../engine/engine.js'
import { type Machine, machineSpec } from '../engine/machine.js'

/** The command lines that compute what the page shows, to the digit. */

const machineOptions = (machine: Machine): readonly string[] => {
  const { activation, weights, margin } = machineSpec(machine)
  const options = ['--activation', activation, '--weights', weights]
  return margin === 0 ? options : [...options, '--margin', String(margin)]
}

export const capacityCommand = (machine: Machine, ansatz: string): string =>
  line('capacity', ...machineOptions(machine), ...(ansatz === 'rs' ? [] : ['--ansatz', ansatz]))

export const instabilityCommand = (machine: Machine): string => line('instability', ...machineOptions(machine))

export const entropyCommand = (machine: Machine, loads: readonly number[]): string =>
  line('curve', ...machineOptions(machine), '--alpha', gridText(loads))

export const franzParisiCommand = (machine: Machine, alpha: number, distances: readonly number[]): string =>
  line('franz-parisi', ...machineOptions(machine), '--alpha', String(alpha), '--distances', gridText(distances))

export const localEntropyCommand = (machine: Machine, alpha: number, distances: readonly number[]): string =>
  line('local-entropy', ...machineOptions(machine), '--alpha', String(alpha), '--distances', gridText(distances))

export const stabilitiesCommand = (
  machine: Machine,
  alpha: number,
  dense: { readonly replicas: number; readonly distance: number } | undefined,
  at: readonly number[],
): string =>
  line(
    'stabilities',
    ...machineOptions(machine),
    '--alpha',
    String(alpha),
    ...(dense === undefined
      ? []
      : [
          '--replicas',
          Number.isFinite(dense.replicas) ? String(dense.replicas) : 'inf',
          '--distance',
          String(dense.distance),
        ]),
    ...(at.length === 0 ? [] : ['--stabilities', gridText(at)]),
  )

/** Two lines: the schedule into a file, and the run that follows it. */
export const sampleCommand = (
  { machine, units, inputs, alpha, seed }: LiveOptions,
  { sampler, schedule }: Live['chain'],
): string =>
  [
    `printf '%s' ${quoted(JSON.stringify(schedule))} > schedule.json`,
    line(
      'sample',
      '--method',
      sampler,
      ...machineOptions(machine),
      '--units',
      String(units),
      '--inputs',
      String(inputs),
      '--alpha',
      String(alpha),
      '--seed',
      String(seed),
      '--schedule',
      'schedule.json',
    ),
  ].join('\n')

const line = (...words: readonly string[]): string => ['gardner', ...words.map(quoted)].join(' ')

/** As every shell of Unix reads it: in single quotes where a character means something to it. */
const quoted = (word: string): string => (/^[\w.,:+@%/-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`)

/** Numbers as a range from:to:step where the command line reads just these from it, as a list otherwise. */
export function gridText(values: readonly number[]): string {
  const list = values.map(String).join(',')
  if (values.length < 3) return list
  const from = values[0]
  const to = values[values.length - 1]
  const decimals = Math.max(...values.map(decimalsOf))
  const step = Number((values[1] - from).toFixed(decimals))
  const same = step !== 0 && values.every((value, i) => Number((from + i * step).toFixed(decimals)) === value)
  const range = `${from}:${to}:${step}`
  return same && decimals <= Math.max(decimalsOf(from), decimalsOf(step)) && range.length < list.length ? range : list
}

const decimalsOf = (value: number): number => {
  const [digits, exponent = '0'] = String(value).split('e')
  return Math.min(100, Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent)))
}
