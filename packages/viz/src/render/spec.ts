/**
 * A Vega-Lite specification with its data inside, as JSON. Its type is that of any object: the types of Vega-Lite do not hold in
 * every setting of a user's compiler.
 */
export type Spec = { readonly [property: string]: unknown }
