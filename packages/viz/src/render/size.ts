/** Width and height of an SVG text, in its own pixels: 96 to an inch. */
export const sizeOf = (svg: string): readonly [number, number] => {
  const side = (name: string) => Number(new RegExp(`^<svg[^>]*\\s${name}="([\\d.]+)"`).exec(svg)?.[1] ?? 0)
  return [side('width'), side('height')]
}
