import { z } from 'zod'
import type { Document, Histogram } from './document.js'
import type { Fields } from './records.js'

// What the commands write as JSON, as far as figures need it, and as rows that say what they are of. null is ∞ or nothing.

const number = z.number({ error: 'expected a number' })
const loose = z.number().nullable()
const text = z.string({ error: 'expected a text' })
const flat = z.record(text, z.unknown())

const problem = z.looseObject(
  {
    activation: text,
    weights: text,
    constraint: text.optional(),
    margin: number.optional(),
    alpha: number.optional(),
    units: z.union([number, text]).optional(),
    activationParameters: flat.optional(),
    weightsParameters: flat.optional(),
  },
  { error: 'expected the description of a machine' },
)
type Problem = z.infer<typeof problem>

/** A name that can be typed, of one that has its parameters beside it. */
const typed = (name: string, parameters: Readonly<Record<string, unknown>> = {}): string => {
  const values = Object.values(parameters).flat()
  return values.length === 0 || name.includes(':') ? name : `${name}:${values.join(',')}`
}

const fieldsOf = ({ activation, weights, constraint, margin, alpha, ...rest }: Problem): Fields => ({
  activation: typed(activation, rest.activationParameters),
  weights: typed(weights, rest.weightsParameters),
  constraint,
  margin,
  alpha,
})

/** Rows with the errors beside the values: `entropyError`. */
const flatRow = (row: Readonly<Record<string, unknown>>, quantities: readonly string[]): Fields => {
  const errors = (row.errors ?? (quantities.length === 0 ? {} : { [quantities[0]]: row.error })) as typeof row
  const own = Object.entries({
    ...row,
    ...Object.fromEntries(Object.entries(errors).map(([name, error]) => [`${name}Error`, error])),
  })
  return Object.fromEntries(own.filter(([, value]) => ['number', 'string', 'boolean'].includes(typeof value))) as Fields
}

const rows = z.array(flat, { error: 'expected a list of rows' })

const curve = z
  .looseObject({
    problem,
    ansatz: text,
    alpha: number.optional(),
    replicas: z.union([number, text]).optional(),
    along: z.string({ error: 'expected the name of a parameter' }),
    quantities: z.array(text, { error: 'expected a list of names' }),
    rows,
    minimum: z.looseObject({ value: loose }).optional(),
  })
  .transform(({ problem, ansatz, alpha, replicas, along, quantities, rows, minimum }): Omit<Document, 'file'> => {
    const common = {
      ...fieldsOf(problem),
      ...(alpha === undefined ? {} : { alpha }),
      ansatz,
      replicas,
      ...(typeof minimum?.value === 'number' ? { minimum: minimum.value } : {}),
    }
    const records = rows.map((row) => ({ ...common, ...flatRow(row, quantities) }))
    return { content: 'curve', along, quantities, records: records.length === 0 ? [common] : records }
  })

const stabilities = z
  .looseObject({
    problem,
    ansatz: text,
    alpha: number.optional(),
    replicas: z.union([number, text]).optional(),
    distance: number.optional(),
    rows,
  })
  .transform(({ problem, ansatz, alpha, replicas, distance, rows }): Omit<Document, 'file'> => {
    const common = { ...fieldsOf(problem), ...(alpha === undefined ? {} : { alpha }), ansatz, replicas, distance }
    return { content: 'stabilities', records: rows.map((row) => ({ ...common, ...flatRow(row, ['density']) })) }
  })

const instance = z.looseObject({ inputs: number }, { error: 'expected the description of an instance' })
const counts = z.looseObject({ counts: z.array(number), below: number, above: number })

/** The machine of finite size, and what moved it. */
const simulated = (machine: Problem, { inputs }: z.infer<typeof instance>, method?: string): Fields => ({
  ...fieldsOf(machine),
  inputs,
  units: machine.units,
  ...(method === undefined ? {} : { method }),
})

const sample = z
  .looseObject({
    method: text,
    problem,
    instance,
    means: z.looseObject({ reason: text.optional() }).optional(),
    errors: z.array(number).optional(),
    chains: z
      .array(
        z.looseObject({
          means: z.looseObject({ reason: text.optional() }).optional(),
          errors: z.array(number).optional(),
        }),
      )
      .optional(),
    stabilities: z.looseObject(
      {
        from: number,
        width: number,
        final: counts,
        measured: counts.optional(),
        density: z.array(z.looseObject({ at: number, value: number, error: loose })).optional(),
      },
      { error: 'expected the histogram of the stabilities' },
    ),
    trace: z.array(flat).optional(),
  })
  .transform(({ method, problem, instance, means, errors, chains, stabilities, trace }): Omit<Document, 'file'> => {
    // what was counted while β moved belongs to no temperature
    const moved = [means, ...(chains ?? []).map((chain) => chain.means)].some((own) => own?.reason !== undefined)
    const { from, width, final, measured, density } = stabilities
    const { counts, below, above } = moved ? final : (measured ?? final)
    // a machine that makes errors is not what a theory of solutions is about
    const wrong = [...(errors ?? []), ...(chains ?? []).flatMap((chain) => chain.errors ?? [])].some(
      (count) => count > 0,
    )
    const fields = simulated(problem, instance, wrong ? `${method}, not solved` : method)
    const histogram: Histogram = {
      fields,
      from,
      width,
      counts,
      total: counts.reduce((sum, count) => sum + count, below + above),
      ...(moved || density === undefined ? {} : { density }),
    }
    return { content: 'sample', records: (trace ?? []).map((row) => ({ ...fields, ...flatRow(row, []) })), histogram }
  })

const success = z
  .looseObject({ method: text, problem, instance, rows })
  .transform(({ method, problem, instance, rows }): Omit<Document, 'file'> => {
    const common = simulated(problem, instance, method)
    return { content: 'success', records: rows.map((row) => ({ ...common, ...flatRow(row, []) })) }
  })

const measurement = z.looseObject({ value: number, error: loose }, { error: 'expected { value, error }' })

const robustness = z
  .looseObject({
    method: text.optional(),
    problem,
    instance,
    rows: z.array(z.looseObject({ flips: number, replicas: measurement, barycentre: measurement })),
  })
  .transform(({ method, problem, instance, rows }): Omit<Document, 'file'> => {
    const common = simulated(problem, instance, method)
    return {
      content: 'robustness',
      records: rows.map(({ flips, replicas, barycentre }) => ({
        ...common,
        flips,
        replicas: replicas.value,
        replicasError: replicas.error ?? undefined,
        barycentre: barycentre.value,
        barycentreError: barycentre.error ?? undefined,
      })),
    }
  })

const load = z
  .looseObject({
    command: text,
    problem,
    ansatz: text,
    value: loose,
    error: loose.optional(),
    reason: text.optional(),
  })
  .transform(
    ({ command, problem, ansatz, value, error, reason }): Omit<Document, 'file'> => ({
      content: 'loads',
      records: [
        {
          // in a study it is the whole line
          command: command.replace(/^gardner (\S+).*$/s, '$1'),
          ...fieldsOf(problem),
          ansatz,
          value: value ?? undefined,
          error: error ?? undefined,
          ...(reason === undefined ? {} : { reason }),
        },
      ],
    }),
  )

const found = z.looseObject({ value: loose, error: loose.optional(), reason: text.optional() })

/** A machine of `gardner table`. */
const row = z
  .looseObject({ problem, ansatz: text, capacity: found.optional(), instability: found.optional() })
  .transform(
    ({ problem, ansatz, ...loads }): Omit<Document, 'file'> => ({
      content: 'loads',
      records: (['capacity', 'instability'] as const).flatMap((command) => {
        const { value, error, reason } = loads[command] ?? {}
        if (loads[command] === undefined) return []
        const own = {
          value: value ?? undefined,
          error: error ?? undefined,
          ...(reason === undefined ? {} : { reason }),
        }
        return [{ command, ...fieldsOf(problem), ansatz, ...own }]
      }),
    }),
  )

const entropy = z.preprocess(
  (content) => (typeof content === 'object' ? { along: 'alpha', quantities: ['entropy'], ...content } : content),
  curve,
)

/** By the command that wrote it, or the part of `gardner table`. */
export const schemas: Readonly<Record<string, z.ZodType<Omit<Document, 'file'>>>> = {
  capacity: load,
  instability: load,
  curve,
  'franz-parisi': curve,
  'local-entropy': curve,
  stabilities,
  sample,
  success,
  robustness,
  'critical loads': row,
  entropy,
}
