const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as it stands between tags or in an attribute of SVG and HTML. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character])
