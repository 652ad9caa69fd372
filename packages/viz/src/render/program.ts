/**
 * The program of a page of figures, as text: it stands in the document behind the runtime, where nothing can be imported.
 * Each drawing is replaced by a view of the specification beside it, with subscripts as in the drawing, a box that says
 * the numbers under the pointer, and a button that shows all again. Where there is less room than a figure needs, and
 * in print, the drawing stays.
 */
export const program = String.raw`(() => {
  'use strict'
  const box = document.createElement('div')
  box.className = 'gardner-tooltip'
  box.hidden = true
  document.body.append(box)

  const tell = (_, event, item, value) => {
    box.hidden = value == null || typeof value !== 'object'
    if (box.hidden) return
    box.replaceChildren(...Object.entries(value).map(([name, text]) => {
      const line = document.createElement('div')
      line.append(lowered(name), ': ', lowered(String(text)))
      return line
    }))
    const right = event.clientX + 16 + box.offsetWidth > innerWidth
    box.style.left = (right ? event.clientX - 12 - box.offsetWidth : event.clientX + 16) + 'px'
    box.style.top = Math.min(event.clientY + 12, innerHeight - box.offsetHeight - 4) + 'px'
  }

  const pattern = /(?<![\p{L}\p{N}])(\p{L}\p{M}*)_(\{[^}]+\}|[A-Za-z0-9]+)/gu
  const parts = (text) => {
    const found = []
    let end = 0
    for (const match of text.matchAll(pattern)) {
      found.push([text.slice(end, match.index) + match[1], match[2].replace(/[{}]/g, '')])
      end = match.index + match[0].length
    }
    return [...found, [text.slice(end), '']]
  }
  const lowered = (text) => {
    const whole = document.createDocumentFragment()
    for (const [plain, index] of parts(text)) {
      whole.append(plain)
      if (index === '') continue
      const below = document.createElement('sub')
      below.textContent = index
      whole.append(below)
    }
    return whole
  }
  const lower = (root) => {
    for (const text of root.querySelectorAll('text')) {
      if (text.children.length > 0 || !text.textContent.includes('_')) continue
      const size = parseFloat(text.getAttribute('font-size')) || 11
      const found = parts(text.textContent)
      if (found.length < 2) continue
      text.textContent = ''
      const span = (content, dy, small) => {
        if (content === '') return
        const part = document.createElementNS('http://www.w3.org/2000/svg', 'tspan')
        part.textContent = content
        if (dy !== 0) part.setAttribute('dy', dy.toFixed(1))
        if (small) part.setAttribute('font-size', (0.75 * size).toFixed(1) + 'px')
        text.append(part)
      }
      found.forEach(([plain, index], i) => {
        span(plain, i === 0 ? 0 : -0.22 * size, false)
        span(index, 0.22 * size, true)
      })
    }
  }

  for (const figure of document.querySelectorAll('figure[data-gardner]')) {
    const [drawing, live, again] = ['.gardner-drawing', '.gardner-live', '.gardner-again'].map((one) => figure.querySelector(one))
    const room = drawing.clientWidth
    if (room < Number(drawing.querySelector('svg').getAttribute('width'))) continue
    const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent)
    let view
    const show = () => {
      if (view) view.finalize()
      view = new vega.View(vega.parse(spec, undefined, { ast: true }), { expr: vega.expressionInterpreter, renderer: 'svg', container: live, hover: true }).tooltip(tell)
      return view.runAsync().then(() => {
        figure.classList.add('gardner-answers')
        live.hidden = false
        again.hidden = true
        lower(live)
      })
    }
    new MutationObserver(() => lower(live)).observe(live, { childList: true, subtree: true, characterData: true })
    // there is nothing to show again before something was moved
    for (const kind of ['pointerdown', 'wheel']) live.addEventListener(kind, (event) => {
      if (kind === 'pointerdown' || event.ctrlKey || event.metaKey) again.hidden = false
    }, { passive: true })
    again.addEventListener('click', show)
    show()
  }
})()`
