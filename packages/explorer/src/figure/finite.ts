import { chartFigure, type Figure, type Series, stabilityDistribution } from '@gardner/viz'
import { computed } from '@preact/signals'
import type { Live, LiveOptions } from '../engine/engine.js'
import { machineName } from '../state/card.js'
import { sampleCommand } from '../state/command.js'
import type { FiniteRun } from '../state/finite-run.js'
import { type Entry, pointsOf, type Shown, type Status } from './shown.js'

/** What was run: it stands behind every caption. */
const runText = ({ method, units, inputs, alpha, replicas, sweeps, seed }: LiveOptions): string =>
  `One machine of N = ${inputs} inputs and K = ${units} hidden units at α = ${alpha}, ${replicas} replicas, ${method}, ${sweeps} sweeps, seed ${seed}.`

/** What the theory beside it is exact for. */
const limitOf = ({ machine }: LiveOptions): string =>
  machine.architecture === 'perceptron' ? 'N → ∞' : 'N → ∞ and then K → ∞'

/** The figure of a run; undefined before it has begun. */
function ofRun(
  run: FiniteRun,
  figure: (live: Live, options: LiveOptions) => Figure | undefined,
  legend: () => readonly Entry[] = () => [],
): Shown {
  const drawn = computed(() => {
    const known = run.live.known.value
    return known === undefined ? undefined : figure(known.value, known.of)
  })
  const status = computed((): Status => {
    const { pending, known } = run.live.answer.value
    return {
      remarks: [],
      stale: [],
      progress: known === undefined ? 'empty' : pending ? 'coarse' : 'done',
      instead: pending ? 'Begins …' : 'Start a run to see it here.',
    }
  })
  const commands = () => {
    const known = run.live.known.peek()
    return known === undefined ? [] : [sampleCommand(known.of, known.value.chain)]
  }
  return { drawn, figure: drawn, status, legend: computed(legend), commands }
}

const along = (
  name: 'errors' | 'overlap',
  title: string,
  { sweep, ...trace }: Live['trace'],
): Omit<Parameters<typeof chartFigure>[0], 'series' | 'caption' | 'y'> & { readonly points: Series['points'] } => ({
  name,
  title,
  description: `The ${name} of the replicas against sweeps.`,
  x: { name: 'sweep', title: 'sweeps', from: 0 },
  groups: 'machine',
  points: sweep.map((x, i) => ({ x, y: trace[name][i] })),
})

export const errorsFigure = (run: FiniteRun): Shown =>
  ofRun(run, (live, options) => {
    const { points, x, ...chart } = along('errors', 'Errors', live.trace)
    if (!points.some(({ y }) => Number.isFinite(y))) return undefined
    return chartFigure({
      ...chart,
      caption: `Patterns of ${live.patterns} that are not stored, mean of the replicas, against sweeps. ${runText(options)}`,
      x: { ...x, to: live.sweeps },
      y: { name: 'errors', title: 'errors', from: 0 },
      series: [{ group: machineName(options.machine), points }],
    })
  })

export const overlapFigure = (run: FiniteRun): Shown =>
  ofRun(run, (live, options) => {
    const { points, x, ...chart } = along('overlap', 'Overlap of the replicas', live.trace)
    if (!points.some(({ y }) => Number.isFinite(y))) return undefined
    const q = run.typical.known.value?.value.at?.q
    return chartFigure({
      ...chart,
      caption: `Mean overlap of two replicas against sweeps, beside the q of typical solutions in theory, for ${limitOf(options)}. ${runText(options)}`,
      x: { ...x, to: live.sweeps },
      y: { name: 'overlap', title: 'overlap q', to: 1 },
      series: [{ group: machineName(options.machine), points }],
      rules: q === undefined ? [] : [{ y: q, label: 'q of typical solutions' }],
    })
  })

export const histogramFigure = (run: FiniteRun): Shown =>
  ofRun(run, histogram(run), () =>
    run.live.known.value === undefined
      ? []
      : ['finite machine', ...theories(run)].map((label, index) => ({ label, index, filled: index === 0 })),
  )

/** What theory is drawn of, in the order of the colours. */
const theories = (run: FiniteRun): readonly string[] => [
  ...(run.typical.known.value === undefined ? [] : ['typical solutions']),
  ...(run.live.known.value?.of.method !== 'replicated' || run.theory.known.value === undefined ? [] : ['dense region']),
]

const histogram =
  (run: FiniteRun) =>
  (live: Live, options: LiveOptions): Figure => {
    const { from, width, density } = live.histogram
    const group = machineName(options.machine)
    // where there is nothing on either side nothing is drawn
    const some = density.flatMap((y, i) => (y > 0 ? [i] : []))
    const bins = density.map((y, i) => ({ x: from + (i + 0.5) * width, y })).slice(some[0], (some.at(-1) ?? 0) + 1)
    const dense = options.method === 'replicated' ? run.theory.known.value : undefined
    const typical = run.typical.known.value?.value
    const lines: Series[] = [
      ...(typical === undefined ? [] : [{ group, kind: 'typical solutions', points: pointsOf(typical) }]),
      ...(dense === undefined ? [] : [{ group, kind: 'dense region', points: pointsOf(dense.value) }]),
    ]
    const at = dense?.of.dense?.distance
    return stabilityDistribution([{ group, kind: 'finite machine', mark: 'steps', width, points: bins }, ...lines], {
      margin: options.machine.margin,
      y: { from: 0 },
      remark: `${runText(options)} The lines are theory for ${limitOf(options)}${at === undefined ? '' : `, the dense region at the distance d = ${at} that the replicas have now`}.`,
    })
  }
