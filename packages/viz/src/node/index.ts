// What of figures needs Node: pictures with shipped fonts, and the text of the program that a page of figures runs.
export { png } from './png.js'
export { runtime } from './runtime.js'
