import type { Ansatz } from '@gardner/core'
import { ANSATZ } from '@gardner/core/registry'
import type { Report } from '@gardner/results'
import { meaningOf, symbolOf } from '@gardner/results'
import { choose } from '../option/choice.js'
import { numberOf, type Options, readSettings } from '../option/settings.js'
import { severalIn } from '../option/several.js'
import { DONE, usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { answer } from './answer.js'
import { each } from './each.js'
import { found } from './threshold.js'

/** `gardner critical`: any critical value of an ansatz by its name, or which there are. */
export async function critical(session: Session, name: string | undefined, options: Options): Promise<number> {
  const settings = await readSettings(session, options)
  const ansatz = session.catalogue.get(ANSATZ, settings.ansatz ?? 'rs')
  if (name === undefined) {
    if (Object.keys(ansatz.critical ?? {}).length === 0) throw usageError(`${ansatz.name} has no critical values`)
    await answer(session, settings)(tableReport(ansatz))
    return DONE
  }
  const values = ansatz.critical ?? {}
  if (Object.keys(values).length === 0) throw usageError(`${ansatz.name} has no critical values`)
  const { of = 'alpha' } = choose('critical value', values, name) ?? {}
  if (of === 'alpha' && options.alpha !== undefined)
    throw usageError(`${name} is a load itself: ask for it without --alpha`)
  return each(session, settings, severalIn.critical, async (place, own, send) => {
    if (of === 'alpha') return found(place, own, send, name)
    if (own.alpha === undefined) throw usageError(`missing alpha: ${name} is a value of ${of} at a load; give --alpha`)
    return found(place, own, send, name, numberOf('alpha', own.alpha))
  })
}

/** The critical values of an ansatz. */
function tableReport({ name: ansatz, critical = {} }: Ansatz): Report {
  const values = Object.entries(critical).map(([name, value]) => ({
    name,
    symbol: value?.symbol ?? symbolOf(name),
    of: value?.of ?? 'alpha',
    meaning: value?.meaning ?? meaningOf(name) ?? '',
  }))
  return {
    json: () => ({ command: 'critical', ansatz, values }),
    records: () => values.map((value) => ({ command: 'critical', ansatz, ...value })),
    sheets: () => [
      {
        title: ansatz,
        columns: [{ heading: 'name' }, { heading: '' }, { heading: 'value of' }, { heading: '' }],
        rows: values.map(({ name, symbol, of, meaning }) => [name, symbol, symbolOf(of), meaning]),
      },
    ],
  }
}
