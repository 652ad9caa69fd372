/** A worker whose program is part of the page. */
declare module '*?worker&inline' {
  const InlineWorker: new () => Worker
  export default InlineWorker
}

declare module '*.css'
