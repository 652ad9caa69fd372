import { type Sheet, seconds } from '@gardner/results'
import { denseCells } from './dense-cells.js'
import { type DenseResult, SHOWN_FLIPS } from './dense-regions.js'

/** The machines of finite size as a table for people. */
export const regionSheet = (regions: readonly DenseResult[], elapsed: number): Sheet => ({
  title: 'dense regions of finite machines',
  columns: [
    { heading: 'activation' },
    { heading: 'N', align: 'right' },
    { heading: 'K', align: 'right' },
    { heading: 'instances', align: 'right' },
    { heading: 'd', align: 'decimal' },
    { heading: '±' },
    { heading: 'errors', align: 'decimal' },
    { heading: '½∫|P − theory|', align: 'decimal' },
    { heading: 'finite units', align: 'decimal' },
    { heading: 'wrong, replicas', align: 'decimal' },
    { heading: 'barycentre', align: 'decimal' },
  ],
  rows: regions.map((result) => [result.machine.activation, ...denseCells(result)]),
  notes: [
    'd: distance of the replicas from each other, errors: patterns per replica that are not stored at the end',
    'theory: of units with infinitely many inputs; finite units: of units with as many inputs as there are',
    `wrong: probability that a training pattern is misclassified with ${100 * SHOWN_FLIPS} % of its inputs flipped`,
    seconds(elapsed),
  ],
})
