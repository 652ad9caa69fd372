/** Figures of results, of what was read or of what a command has just found. They load `@gardner/viz`, and with it Vega. */
export { blaming, type FigureWords, figuresOf } from './figures.js'
