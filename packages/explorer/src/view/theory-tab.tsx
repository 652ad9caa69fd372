import { useComputed, useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { LoadHandle } from '../chart/load-handle.js'
import { NoSolutions } from '../chart/no-solutions.js'
import type { Place } from '../chart/plot.js'
import { pointsOf } from '../figure/shown.js'
import {
  activationFigure,
  entropyFigure,
  franzParisiFigure,
  kernelFigure,
  localEntropyFigure,
  stabilitiesFigure,
} from '../figure/theory.js'
import type { Explorer } from '../state/explorer.js'
import { bounds } from '../state/settings.js'
import { Choice } from './choice.js'
import { FigurePanel } from './figure-panel.js'
import { NumberField } from './number-field.js'

/** What the theory says about the machines at the load. */
export function TheoryTab({ explorer }: { readonly explorer: Explorer }) {
  const place = useSignal<Place | undefined>(undefined)
  const around = useSignal<Place | undefined>(undefined)
  const curves = useComputed(() =>
    explorer.cards.value.map((card) => {
      const known = card.entropy.known.value
      return known === undefined ? [] : pointsOf(known.value)
    }),
  )
  return (
    <div class="figures">
      <FigurePanel
        name="entropy"
        size="most"
        title={
          <>
            Entropy <i>S</i>(<i>α</i>)
          </>
        }
        height={300}
        shown={useMemo(() => entropyFigure(explorer), [explorer])}
        place={place}
        over={
          <>
            <NoSolutions explorer={explorer} place={place} clear={explorer.alpha} />
            <LoadHandle explorer={explorer} place={place} curves={curves} />
          </>
        }
      />
      <FigurePanel
        name="stabilities"
        size="third"
        title={
          <>
            Stabilities <i>P</i>(Δ)
          </>
        }
        height={230}
        shown={useMemo(() => stabilitiesFigure(explorer), [explorer])}
        choices={<Solutions explorer={explorer} />}
      />
      <FigurePanel
        name="franz-parisi"
        size="half"
        title={
          <>
            Around typical solutions <i>S</i>(<i>d</i>)
          </>
        }
        height={230}
        shown={useMemo(() => franzParisiFigure(explorer), [explorer])}
        place={around}
        over={<NoSolutions explorer={explorer} place={around} right />}
      />
      <FigurePanel
        name="local-entropy"
        size="half"
        title="Dense regions"
        height={230}
        shown={useMemo(() => localEntropyFigure(explorer), [explorer])}
      />
      <FigurePanel
        name="activation"
        size="half"
        title={
          <>
            Activation <i>g</i>(<i>u</i>)
          </>
        }
        height={190}
        shown={useMemo(() => activationFigure(explorer), [explorer])}
      />
      <FigurePanel
        name="kernel"
        size="half"
        title={
          <>
            Kernel <i>C</i>(<i>q</i>)
          </>
        }
        height={190}
        shown={useMemo(() => kernelFigure(explorer), [explorer])}
      />
    </div>
  )
}

/** Whose stabilities are shown. */
function Solutions({ explorer }: { readonly explorer: Explorer }) {
  return (
    <div class="solutions">
      <Choice
        legend="solutions"
        hidden
        value={explorer.solutions.value}
        choices={[
          { value: 'typical', label: 'typical' },
          { value: 'dense', label: 'dense' },
        ]}
        onChange={(value) => {
          explorer.solutions.value = value
        }}
      />
      {explorer.solutions.value === 'typical' ? null : (
        <NumberField
          label={
            <>
              at <i>d</i>
            </>
          }
          value={explorer.distance.value}
          limits={bounds.distance}
          step={0.01}
          onChange={(value) => {
            explorer.distance.value = value
          }}
        />
      )}
    </div>
  )
}
