import { useMemo } from 'preact/hooks'
import { errorsFigure, histogramFigure, overlapFigure } from '../figure/finite.js'
import type { Explorer } from '../state/explorer.js'
import { bounds, type FiniteSettings } from '../state/settings.js'
import { Choice } from './choice.js'
import { digits } from './digits.js'
import { FigurePanel } from './figure-panel.js'
import { NumberField } from './number-field.js'

/** A machine of finite size that is trained while one looks, beside what theory says of infinite ones. */
export function FiniteTab({ explorer }: { readonly explorer: Explorer }) {
  const { run } = explorer
  return (
    <>
      <RunForm explorer={explorer} />
      <div class="figures">
        <FigurePanel
          name="errors"
          size="half"
          title="Errors"
          height={230}
          shown={useMemo(() => errorsFigure(run), [run])}
        />
        <FigurePanel
          name="overlap"
          size="half"
          title={
            <>
              Overlap <i>q</i> of the replicas
            </>
          }
          height={230}
          shown={useMemo(() => overlapFigure(run), [run])}
        />
        <FigurePanel
          name="histogram"
          size="all"
          title={
            <>
              Stabilities <i>P</i>(Δ)
            </>
          }
          height={300}
          shown={useMemo(() => histogramFigure(run), [run])}
        />
      </div>
    </>
  )
}

/** What is trained, and how; Start, Stop, and how far it is. */
function RunForm({ explorer }: { readonly explorer: Explorer }) {
  const { run, finite, cards, names } = explorer
  const settings = finite.value
  const set = (change: Partial<FiniteSettings>) => {
    finite.value = { ...finite.peek(), ...change }
  }
  const { machine, units, inputs } = run.options.value
  const used = { ...settings, units, inputs }
  const perceptron = machine.architecture === 'perceptron'
  const number = (key: 'units' | 'inputs' | 'replicas' | 'sweeps' | 'seed', label: string, symbol?: string) => (
    <NumberField
      label={
        <>
          {label} {symbol === undefined ? null : <i>{symbol}</i>}
        </>
      }
      value={used[key]}
      disabled={key === 'units' && perceptron}
      limits={bounds[key]}
      step={1}
      onChange={(value) => set({ [key]: value })}
    />
  )
  return (
    <form
      class="run"
      aria-label="A finite machine"
      onSubmit={(event) => {
        event.preventDefault()
        run.start()
      }}
    >
      <div class="field">
        <label for="run-card">machine</label>
        <select
          id="run-card"
          value={String(settings.card)}
          onChange={({ currentTarget }) => set({ card: Number(currentTarget.value) })}
        >
          {cards.value.map((card, i) => (
            <option key={card.id} value={String(i + 1)}>
              {names.value[i]}
            </option>
          ))}
        </select>
      </div>
      <Choice
        legend="method"
        hidden
        value={settings.method}
        choices={[
          { value: 'anneal', label: 'anneal' },
          { value: 'replicated', label: 'replicated' },
        ]}
        onChange={(method) => set({ method })}
      />
      {number('units', 'units', 'K')}
      {number('inputs', 'inputs', 'N')}
      {number('replicas', 'replicas', 'y')}
      {number('sweeps', 'sweeps')}
      {number('seed', 'seed')}
      {run.running ? (
        <button type="button" class="main" onClick={() => run.stop()}>
          Stop
        </button>
      ) : (
        <button type="submit" class="main">
          Start
        </button>
      )}
      <RunState explorer={explorer} />
    </form>
  )
}

/** Where the run is, in numbers. */
function RunState({ explorer }: { readonly explorer: Explorer }) {
  const { run } = explorer
  const { known, pending, failure } = run.live.answer.value
  const value = known?.value
  const q = run.typical.known.value?.value.at?.q
  if (failure !== undefined) {
    return (
      <p class="wrong" role="alert">
        {failure}
      </p>
    )
  }
  const { alpha } = run.options.value
  const capacity =
    explorer.cards.value[explorer.finite.value.card - 1]?.thresholds.known.value?.value.capacity.rs?.value
  const beyond = capacity !== undefined && alpha > capacity
  if (value === undefined) {
    const said = beyond ? ` α = ${alpha} is beyond the capacity, so that errors will be left.` : ''
    return (
      <p class="state">{`Not run yet${q === undefined ? '' : `; typical solutions have q = ${q.toFixed(4)}`}.${said}`}</p>
    )
  }
  const { sweep, sweeps, errors, patterns, overlap, beta, gamma, done, verdict } = value
  const state = pending ? 'running' : done ? (verdict ?? 'done') : 'stopped'
  return (
    <p class="state" data-state={state}>
      <b>{state}</b>
      <progress value={sweep} max={sweeps} aria-label="how far the run is" />
      <span>
        sweep {sweep} of {sweeps}
      </span>
      <span>
        errors {errors.join(', ')} of {patterns}
      </span>
      {Number.isFinite(overlap) ? (
        <span>
          overlap {overlap.toFixed(4)}
          {q === undefined ? '' : ` (typical ${q.toFixed(4)})`}
        </span>
      ) : null}
      <span>
        β {digits(Number(beta.toPrecision(3)))}
        {gamma > 0 ? `, γ ${digits(Number(gamma.toPrecision(3)))}` : ''}
      </span>
      {state === 'unsolved' ? (
        <span class="advice">
          {beyond
            ? 'The load is beyond the capacity: there is nothing to be found.'
            : 'Solutions of this load are out of reach of this run: move α down, or give it more sweeps.'}
        </span>
      ) : null}
    </p>
  )
}
