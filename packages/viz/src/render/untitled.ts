import type { Spec } from '../spec.js'

/** A specification without the title that is said elsewhere; what stood under it is then its title, in its own type. */
export function untitled({ title, ...spec }: Spec, fontSize = 11.5): Spec {
  const { subtitle } = (typeof title === 'object' ? title : {}) as { readonly subtitle?: string | readonly string[] }
  return subtitle === undefined ? spec : { ...spec, title: { text: subtitle, fontSize, fontWeight: 'normal' } }
}
