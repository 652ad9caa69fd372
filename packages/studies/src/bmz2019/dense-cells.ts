import { digits, uncertainty } from '@gardner/results'
import { type DenseResult, summaryOf } from './dense-regions.js'

/** A machine of finite size in cells: N, K, instances, d, ±, errors, both deviations from theory, wrong outputs of replicas and barycentre. */
export function denseCells(result: DenseResult): readonly string[] {
  const { inputs, units, instances, distance, errors, deviation, fanDeviation, replicas, barycentre } =
    summaryOf(result)
  return [
    String(inputs),
    String(units),
    String(instances),
    digits(distance.value, distance.error),
    uncertainty(distance.error),
    digits(Number(errors.toPrecision(2))),
    digits(Number(deviation.toPrecision(2))),
    digits(Number(fanDeviation.toPrecision(2))),
    replicas === undefined ? '' : digits(replicas.value, replicas.error),
    barycentre === undefined ? '' : digits(barycentre.value, barycentre.error),
  ]
}
