// What of figures needs Node: pictures and pages of print with shipped fonts, and the text of the program that a page of figures runs.
export { pdf } from './pdf.js'
export { png } from './png.js'
export { runtime } from './runtime.js'
