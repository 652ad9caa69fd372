import { useId } from 'preact/hooks'
import { activationNames, FORMULA } from '../state/activation.js'
import type { Card } from '../state/card.js'
import { Sketch } from './sketch.js'

/** What a field starts with when its family is chosen: a member that has something to show. */
const starts: Readonly<Record<string, string>> = {
  [FORMULA]: 'max(0, x) + 0.1*x',
  'leaky-relu': '0.2',
  elu: '1',
  sine: '1',
  monomial: '3',
  polynomial: '0,1,0,-0.1',
}

/** The activation of a card: a name of the list, with its parameters, or a formula; drawn as it is typed. */
export function ActivationField({ card, index }: { readonly card: Card; readonly index: number }) {
  const id = useId()
  const name = card.name.value
  const family = activationNames.find((known) => known.name === name)
  const fault = card.fault.value
  return (
    <div class="activation">
      <div class="field">
        <label for={id}>
          activation <i>g</i>
        </label>
        <select
          id={id}
          value={name}
          onChange={({ currentTarget }) => {
            card.name.value = currentTarget.value
            card.parameter.value = starts[currentTarget.value] ?? ''
          }}
        >
          {activationNames.map((known) => (
            <option key={known.name} value={known.name}>
              {known.name === FORMULA ? 'formula …' : known.name}
            </option>
          ))}
        </select>
        <Sketch activation={card.activation.value} index={index} faded={fault !== undefined} />
      </div>
      {family?.usage === undefined ? null : (
        <div class="field typed">
          <label for={`${id}-text`}>{name === FORMULA ? <span>g(x) =</span> : family.usage}</label>
          <div class="text">
            <input
              id={`${id}-text`}
              type="text"
              spellcheck={false}
              autocapitalize="off"
              autocomplete="off"
              value={card.parameter.value}
              aria-invalid={fault !== undefined}
              aria-describedby={fault === undefined ? undefined : `${id}-fault`}
              onInput={({ currentTarget }) => {
                card.parameter.value = currentTarget.value
              }}
              onScroll={({ currentTarget }) => {
                const marks = currentTarget.nextElementSibling as HTMLElement | null
                if (marks !== null) marks.scrollLeft = currentTarget.scrollLeft
              }}
            />
            {fault?.at === undefined ? null : <Underline text={card.parameter.value} {...fault.at} />}
          </div>
        </div>
      )}
      {fault === undefined ? null : (
        <p class="wrong" id={`${id}-fault`}>
          {fault.at === undefined ? null : (
            <span class="at">
              {fault.at.index < card.parameter.value.length ? `character ${fault.at.index + 1}: ` : 'at the end: '}
            </span>
          )}
          <Message text={fault.message} /> <span class="kept">The last good one stays in use.</span>
        </p>
      )}
    </div>
  )
}

/** A wavy line under the characters that are wrong, over the field in the same type. */
const Underline = ({
  text,
  index,
  length,
}: {
  readonly text: string
  readonly index: number
  readonly length: number
}) => (
  <div class="underline" aria-hidden="true">
    {text.slice(0, index)}
    <u data-index={index}>{text.slice(index, index + length).padEnd(1, '\u00a0')}</u>
    {text.slice(index + length)}
  </div>
)

/** What is wrong, and more quietly what would be right. */
function Message({ text }: { readonly text: string }) {
  const [wrong, known] = text.split(/(?<=[;?]) (?=known: )/)
  return (
    <>
      {wrong} {known === undefined ? null : <span class="kept">{known}.</span>}
    </>
  )
}
