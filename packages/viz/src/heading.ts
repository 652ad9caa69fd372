/** The name of a plot, above its left corner. */
export const heading = (text: string): object => ({
  data: { values: [{}] },
  mark: {
    type: 'text',
    text,
    align: 'left',
    baseline: 'bottom',
    dy: -6,
    fontSize: 12,
    fontWeight: 'bold',
    clip: false,
  },
  encoding: { x: { value: 0 }, y: { value: 0 } },
})
