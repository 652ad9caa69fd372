import { svg } from '@gardner/viz'
import { expect, test } from 'vitest'
import { examples } from './example.ts'

// pictures that were looked at: a change of one is to be looked at before it is kept (vitest -u)
test.each(Object.keys(examples))('%s looks as it did', async (name) => {
  await expect(
    `${(await svg(examples[name]())).replace(/>(?=<(?!\/?t(span|ext>)|\/text))/g, '>\n')}\n`,
  ).toMatchFileSnapshot(`golden/${name}.svg`)
})
