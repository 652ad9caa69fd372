/**
 * The standard set of Gardner under one name: all that core, numerics, activations, weights, ansätze, machines, samplers and formulas export,
 * for a script that would otherwise import from eight packages. Figures, which load a plotting library, stay in
 * `@gardner/viz`. A plugin, or a page that minds its size, imports from the packages one by one.
 */
export * from '@gardner/activations'
// the activation, not the function of a number behind it: that is numerics'
export { erf } from '@gardner/activations'
export * from '@gardner/ansatze'
export * from '@gardner/core'
export * from '@gardner/formula'
export * from '@gardner/machines'
export * from '@gardner/numerics'
export * from '@gardner/samplers'
export * from '@gardner/weights'
