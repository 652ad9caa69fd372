import { describe, expect, it } from 'vitest'
import { here, inFolder, run } from './harness.js'

/** What a person sees, as files to read. */
const commands: Readonly<Record<string, string>> = {
  help: '--help',
  'help-curve': 'help curve',
  'capacity-binary': 'capacity --activation linear --weights binary',
  'capacity-spherical': 'capacity --activation relu --weights spherical --margin 0.5',
  'capacity-csv': 'capacity --activation linear --weights binary --format csv',
  'instability-none': 'instability --activation linear --weights spherical',
  'capacity-2rsb': 'capacity --activation relu --weights spherical --ansatz 2rsb',
  'solve-1rsb': 'solve --activation relu --weights spherical --alpha 2.2 --ansatz 1rsb',
  'franz-parisi': 'franz-parisi --activation sign --weights binary --alpha 0.6 --distances 0.01:0.05:0.01',
  'franz-parisi-minimum': 'franz-parisi --activation relu --weights binary --alpha 0.6 --minimum',
  'local-entropy': 'local-entropy --activation relu --weights binary --alpha 0.6 --distances 0.1:0.4:0.1',
  stabilities: 'stabilities --activation relu --weights binary --alpha 0.6 --replicas inf --distance 0.05',
  reproduce: 'reproduce bmz2019 --no-out',
  'help-local-entropy': 'help local-entropy',
  critical: 'critical --ansatz large-deviation:inf,0.05',
  'critical-distance':
    'critical minimumDistance --activation sign --weights binary --alpha 0.7 --ansatz franz-parisi:0.1',
  'curve-slope': 'curve --activation leaky-relu:0.1 --weights binary --quantity capacity --along slope --at 0:1:0.5',
  solve: 'solve --activation relu --weights binary --alpha 0.5',
  curve: 'curve --activation linear --weights spherical --alpha 1:2.5:0.5 --quantity entropy,replicon',
  'curve-margin': 'curve --activation linear --weights spherical --quantity capacity,instability --margin -1:1:1',
  'curve-csv': 'curve --activation linear --weights binary --alpha 0.25,0.5 --quantity entropy --format csv',
  instance: 'instance fixtures/relu.json',
  'instance-first': 'instance fixtures/relu-first.json',
  sample: 'sample --method rrr --instance fixtures/relu.json --sweeps 200 --beta 1 --gamma 1 --replicas 3',
  'sample-chains': 'sample --method metropolis --instance fixtures/relu.json --sweeps 200 --beta 1 --chains 2',
  'sample-json': 'sample --method anneal --instance fixtures/relu.json --sweeps 20 --beta 1:4 --format json',
  'sample-csv': 'sample --method anneal --instance fixtures/relu.json --sweeps 4 --beta 1:4 --format csv',
  robustness: 'robustness --instance fixtures/relu.json --from fixtures/relu.npy --flips 0:0.5:0.1',
  success:
    'success --method anneal --activation sign --weights binary --units 3 --inputs 21 --alpha 0.2:1:0.2 --seeds 8 --sweeps 100 --beta 1:5',
  'help-sample': 'help sample',
  'help-success': 'help success',
  list: 'list ansatze',
  table: 'table',
}

/** Numbers to the digits that no rounding changes. */
const steady = (text: string): string =>
  text
    .replace(/\d(?:\.\d+)?e-(?:[7-9]|\d\d)\b/g, '<tiny>')
    .replace(/(\d\.\d{6})\d+/g, '$1…')
    .replace(/residual 0\b/g, 'residual <tiny>')
    .replace(/(converged,)0,/g, '$1<tiny>,')
    .replace(/−<tiny>/g, '<tiny>')
    .replace(/ {2,}/g, '  ')

describe('transcripts', () => {
  it.each(Object.entries(commands))('%s', async (name, argv) => {
    const { code, out, err } = await run(argv, { ...inFolder(here), clock: () => 0 })
    const text = `$ gardner ${argv}\n${steady(out)}${err === '' ? '' : `--- stderr\n${steady(err)}`}--- exit ${code}\n`
    await expect(text).toMatchFileSnapshot(`transcripts/${name}.txt`)
  })
})
