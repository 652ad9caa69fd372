import * as modules from 'node:module'

let shared = false

/**
 * Lets modules anywhere import @gardner/…: what they do not find themselves is looked for from here. So a plugin
 * file needs no node_modules of its own. False if this Node has no such hook.
 */
export function shareCore(): boolean {
  if (shared) return true
  const register = (modules as { register?: (specifier: string) => void }).register
  if (register === undefined) return false
  const hook = `export async function resolve(specifier, context, next) {
    try {
      return await next(specifier, context)
    } catch (error) {
      if (!specifier.startsWith('@gardner/')) throw error
      return next(specifier, { ...context, parentURL: ${JSON.stringify(import.meta.url)} })
    }
  }`
  register(`data:text/javascript,${encodeURIComponent(hook)}`)
  shared = true
  return true
}
