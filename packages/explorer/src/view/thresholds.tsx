import type { Found } from '../engine/engine.js'
import { isStale } from '../state/answer.js'
import type { Card } from '../state/card.js'
import { capacityCommand, instabilityCommand } from '../state/command.js'
import { CopyButton } from './copy-button.js'
import { Quantity } from './quantity.js'

const ansaetze = [
  ['rs', 'RS'],
  ['1rsb', '1RSB'],
  ['2rsb', '2RSB'],
] as const

/** The critical loads of a card, each as soon as it is known; the reason where one does not exist. */
export function Thresholds({ card }: { readonly card: Card }) {
  const answer = card.thresholds.answer.value
  const { known, failure, pending } = answer
  const value = known?.value
  const machine = card.machine.value
  if (failure !== undefined) return <p class="wrong">{failure}</p>
  const rows = [
    ...ansaetze.map(([name, label]) => ({
      key: name,
      label: (
        <>
          <i>α</i>
          <sub>c</sub> <small>{label}</small>
        </>
      ),
      found: value?.capacity[name],
      command: capacityCommand(machine, name),
    })),
    {
      key: 'instability',
      label: (
        <>
          <i>α</i>
          <sub>AT</sub>
        </>
      ),
      found: value?.instability,
      command: instabilityCommand(machine),
    },
  ]
  // what holds of several numbers is said once
  const notes = [...new Set(rows.flatMap(({ found }) => (found === undefined ? [] : (why(found) ?? []))))]
  const mark = (found: Found | undefined) => {
    const text = found === undefined ? undefined : why(found)
    return text === undefined ? null : <span title={text}>{letter(notes.indexOf(text))}</span>
  }
  return (
    <div class="critical">
      <table class={`thresholds ${isStale(answer) ? 'stale' : ''}`}>
        <caption class="unseen">Critical loads</caption>
        <tbody>
          {rows.map(({ key, label, found, command }) => (
            <tr key={key} data-threshold={key}>
              <th scope="row">{label}</th>
              <td>
                {found === undefined ? (
                  <span class="rest">{pending ? '…' : '—'}</span>
                ) : (
                  <Quantity value={found.value} error={found.error} />
                )}
              </td>
              {/* a letter in a cell of its own: behind the number it would be copied, and read, as a part of it */}
              <td class="mark">{mark(found)}</td>
              <td>
                <CopyButton class="small bare" text={() => command} title={`Copy: ${command}`}>
                  {'>_'}
                </CopyButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {notes.length === 0 ? null : (
        <ul class="why">
          {notes.map((note, i) => (
            <li key={note}>
              <b>{letter(i)}</b> {note}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Marks of notes: a, b, c. */
const letter = (index: number): string => String.fromCodePoint(0x61 + index)

/** Why there is no number, or what is to be known about it. */
const why = ({ reason, verdict, value }: Found): string | undefined =>
  reason ?? (Number.isFinite(value) && verdict === 'converged' ? undefined : verdict)
