import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/**
 * Puts the program and its styles into the page, which then is one file that asks for nothing: the policy in its head lets
 * it run this program and no other, and reach nothing. A page of more than `limit` bytes, gzipped, is an error.
 */
export const singleFile = ({ limit }: { readonly limit: number }): Plugin => ({
  name: 'single-file',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.values(bundle)
    const page = files.find(({ fileName }) => fileName.endsWith('.html'))
    const programs = files.filter((file) => file.type === 'chunk')
    if (page?.type !== 'asset' || programs.length !== 1) {
      throw new Error(`a single file is made of one page and one program, not of ${Object.keys(bundle).join(', ')}`)
    }
    const script = inScript(programs[0].code)
    const style = files
      .flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : []))
      .join('\n')
      .trim()
    const html = String(page.source)
      .replace(/\s*<script [^>]*><\/script>/g, '')
      .replace(/\s*<link rel="stylesheet"[^>]*>/g, '')
      // functions, since the texts are full of $
      .replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${policy(script)}`)
      .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
      .replace('</body>', () => `  <script type="module">${script}</script>\n  </body>`)
    for (const { fileName } of files) if (fileName !== page.fileName) delete bundle[fileName]
    page.source = html
    const size = gzipSync(html, { level: 9 }).length
    const sizes = `${(html.length / 1e3).toFixed(0)} kB, gzipped ${(size / 1e3).toFixed(0)} kB`
    if (size > limit) throw new Error(`the page is too large: ${sizes}, at most ${limit / 1e3} kB`)
    this.info(`index.html: ${sizes}`)
    console.log(`index.html: ${sizes}`)
  },
})

/** As HTML reads it: nothing in the program ends the element or begins a comment. */
const inScript = (code: string): string =>
  code
    .replace(/\r\n?/g, '\n')
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '<\\!--')
    .trim()

/** `wasm-unsafe-eval` lets the samplers compile what is inside the page; text is never compiled. */
const policy = (script: string): string => {
  const hash = createHash('sha256').update(script).digest('base64')
  const rules = [
    "default-src 'none'",
    `script-src 'sha256-${hash}' 'wasm-unsafe-eval'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />`
}
