import { type Ansatz, loadIn, type Machine, marginOf } from '@gardner/core'
import type { Fields } from './csv.js'
import { digits } from './digits.js'

/** A machine, at a load where there is one, and an ansatz, and the words that chose them. */
export interface Subject {
  readonly problem: Machine
  // biome-ignore lint/suspicious/noExplicitAny: order parameters are read by their symbols
  readonly ansatz: Ansatz<any>
  /** How the user called the activation and the weights: names that can be typed again. */
  readonly activation: string
  readonly weights: string
}

/** `relu · spherical · κ = 0 · rs` */
export function headingOf({ problem, ansatz, activation, weights }: Subject, along = ''): string {
  const { constraint } = problem
  const alpha = loadIn(problem)
  const kappa = marginOf(constraint)
  const margin = kappa === undefined ? described(constraint) : `κ = ${digits(kappa)}`
  return [
    named(activation, problem.activation, along),
    named(weights, problem.weights, along),
    ...(along === 'margin' ? [] : [margin]),
    ...(alpha === undefined || along === 'alpha' ? [] : [`α = ${alpha}`]),
    Object.hasOwn(ansatz.parameters ?? {}, along) ? ansatz.name.split(':')[0] : ansatz.name,
    ...(ansatz.parameters?.distance === undefined || along === 'distance' ? [] : [`d = ${ansatz.parameters.distance}`]),
  ].join(' · ')
}

/** A part as it was typed, without the parameter that changes along a curve. */
const named = (typed: string, { name, parameters = {} }: { name: string; parameters?: object }, along: string) =>
  Object.hasOwn(parameters, along) ? name : typed

/** `errors β = 3` */
const described = ({ name, parameters }: Subject['problem']['constraint']): string =>
  [name, ...Object.entries(parameters).map(([parameter, value]) => `${parameter} = ${value}`)].join(' ')

/** The same as the first columns of a record. */
export function fieldsOf({ problem, ansatz, activation, weights }: Subject, along = ''): Fields {
  return {
    activation: named(activation, problem.activation, along),
    weights: named(weights, problem.weights, along),
    constraint: problem.constraint.name,
    ...problem.constraint.parameters,
    ansatz: ansatz.name,
  }
}

/** A line for each entry of a list of order parameters that may be functions. */
export const scalars = (values: Readonly<Record<string, unknown>>): [string, number][] =>
  Object.entries(values).flatMap(([name, value]): [string, number][] =>
    typeof value === 'number'
      ? [[name, value]]
      : value instanceof Float64Array
        ? [...value].map((element, i): [string, number] => [`${name}[${i}]`, element])
        : [],
  )
