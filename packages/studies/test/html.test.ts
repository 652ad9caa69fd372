import { describe, expect, it } from 'vitest'
import { html } from '../src/html.js'

describe('HTML', () => {
  it('escapes what is inserted, but not what is HTML', () => {
    const inner = html`<b title="${'"&\''}">${'<script>'}</b>`
    expect(html`<p>${[inner, ' ', 1]}</p>`.text).toBe('<p><b title="&quot;&amp;&#39;">&lt;script&gt;</b> 1</p>')
  })
})
