import { csv, type Figure, svg } from '@gardner/viz'

/** Pixels of a picture to one of its figure. */
const SCALE = 2

/** The files of a figure, as on paper: with its title and its legend, on white. */
export const files = {
  svg: async (figure: Figure): Promise<Blob> => new Blob([await svg(figure)], { type: 'image/svg+xml' }),
  png: async (figure: Figure): Promise<Blob> => picture(await svg(figure)),
  csv: async (figure: Figure): Promise<Blob> => new Blob([csv(figure)], { type: 'text/csv' }),
} as const

export type Format = keyof typeof files

async function picture(text: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(image.naturalWidth * SCALE)
  canvas.height = Math.ceil(image.naturalHeight * SCALE)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('this browser draws no pictures')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('this browser makes no PNG')) : resolve(blob)),
      'image/png',
    ),
  )
}

/** Hands a file to the reader. */
export function save(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
