import { extname } from 'node:path'
import { encodeInstance } from '@gardner/machines'
import type { Report } from '@gardner/results'
import { digits } from '@gardner/results'
import { destination } from '../file/destination.js'
import { type Options, readSettings } from '../option/settings.js'
import { expectOne } from '../option/several.js'
import { DONE, unsuitableIsUsageError, usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { fingerprint } from '../simulation/fingerprint.js'
import { readInstance } from '../simulation/instance-input.js'
import type { Machine } from '../simulation/machine.js'
import { machineHeading, machineJson } from '../simulation/machine-report.js'
import { described, machineOf } from '../simulation/machine-source.js'
import { answer } from './answer.js'

/** `gardner instance`: writes an instance, or says what a file has. */
export async function instance(session: Session, file: string | undefined, options: Options): Promise<number> {
  return unsuitableIsUsageError(() => (file === undefined ? made(session, options) : checked(session, file, options)))
}

async function made(session: Session, options: Options): Promise<number> {
  if (options.format !== undefined) {
    throw usageError('--format is for telling what an instance is: gardner instance FILE --format json')
  }
  const settings = await readSettings(session, options)
  expectOne(
    session.catalogue,
    settings,
    ['activation', 'weights', 'margin', 'alpha', 'units', 'inputs'],
    'as an instance is one machine',
  )
  const place = destination(session, settings.out)
  const { instance } = await machineOf(session, settings)
  const { out = '' } = settings
  if (!/^(\.json|\.?\d*)$/i.test(extname(out))) {
    throw usageError(`invalid out: ${out}; an instance is JSON: expected a file that ends in .json`)
  }
  await place.write(encodeInstance(instance))
  return DONE
}

/** What makes an instance is in the file already. */
const makers = [...described, 'seed'] as const

async function checked(session: Session, file: string, options: Options): Promise<number> {
  const other = makers.find((option) => options[option] !== undefined)
  if (other !== undefined) throw usageError(`${file} and --${other} exclude each other: the file says it all`)
  const settings = await readSettings(session, options)
  const send = answer(session, settings)
  await send(instanceReport(readInstance(session, file)))
  return DONE
}

function instanceReport(machine: Machine): Report {
  const { instance, activation, weights } = machine
  const { problem, inputs, units, wiring, size, patterns, labels, origin } = instance
  const positive = labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0)
  return {
    json: () => ({ command: 'instance', ...machineJson(machine), positive, fingerprint: fingerprint(instance) }),
    records: () => [
      {
        activation,
        weights,
        ...problem.constraint.parameters,
        alpha: patterns.count / size,
        inputs,
        units,
        wiring,
        weightCount: size,
        patterns: patterns.count,
        kind: patterns.kind,
        origin: origin.patterns,
        labels: origin.labels,
        ties: instance.ties,
        positive,
        seed: origin.seed,
        fingerprint: fingerprint(instance),
      },
    ],
    sheets: () => [
      {
        title: machineHeading(machine),
        columns: [{ heading: '' }, { heading: '', align: 'right' }, { heading: '' }],
        rows: [
          ['weights', digits(size), wiring === 'tree' ? 'one for each input' : `${units} for each input`],
          [
            'patterns',
            digits(patterns.count),
            `${kindOf(machine)}, α = ${digits(patterns.count / size)} for each weight`,
          ],
          ['labels', digits(labels.length), `${origin.labels}; ${positive} are +1`],
          ['seed', digits(origin.seed), origin.patterns === 'given' ? 'of the labels, if they were drawn' : ''],
        ],
        notes: [`fingerprint ${fingerprint(instance)}`],
      },
    ],
  }
}

function kindOf({ instance: { patterns, origin } }: Machine): string {
  const kind = patterns.kind === 'binary' ? '±1' : 'real'
  return origin.patterns === 'given' ? `${kind}, given` : `${kind}, drawn`
}
