import { isGardnerError } from '@gardner/core'
import type { Figure } from '@gardner/viz'
import type { Document } from '../reading/document.js'
import { usageError } from '../refusal.js'
import { type Attributes, labelsOf } from './attributes.js'
import { kinds } from './kinds.js'
import { loadParts } from './loads.js'
import type { Curve, Key, Part } from './part.js'
import { robustnessParts, sampleParts, successParts, traceParts } from './sampled.js'
import { curveParts, stabilityParts } from './theory.js'

export interface FigureWords {
  readonly title?: string
  /** Of curves: these in place of what was asked for. */
  readonly quantities?: readonly string[]
}

/**
 * The figures that documents make together, the one that says most first: curves over the same axes are drawn over each other.
 * Throws INVALID_OPTION where there are no such axes, or nothing to draw.
 */
export function figuresOf(all: readonly Document[], { title, quantities }: FigureWords = {}): readonly Figure[] {
  const found = all.map((document) => ({ document, own: partsOf(document, quantities) }))
  // of a study, some entries may have come to nothing
  const full = found.filter(({ own }) => own.length > 0)
  const empty = all.find(({ file }) => !full.some(({ document }) => document.file === file))
  if (empty !== undefined) throw usageError(`cannot plot ${empty.file}: there is nothing in it to draw`)
  const documents = full.map(({ document }) => document)
  const parts = full.map(({ own }) => own)
  const [first, ...rest] = parts
  const shared = first.filter(({ key }) => rest.every((others) => others.some((other) => other.key === key)))
  if (shared.length === 0) throw apart(documents, parts)
  const own = shared.filter(({ key }) => parts.some((some) => some.some((part) => part.key === key && !part.aside)))
  return (own.length > 0 ? own : shared.slice(0, 1)).map(({ key }) => figure(key, documents, parts, title))
}

function figure(
  key: Key,
  documents: readonly Document[],
  parts: readonly (readonly Part[])[],
  title: string | undefined,
): Figure {
  const all = documents.flatMap(({ file }, i) =>
    parts[i].filter((part) => part.key === key).flatMap(({ curves }) => curves.map((curve) => ({ ...curve, file }))),
  )
  const curves = key === 'minimum-distance' ? joined(all) : all
  const { common, labels, byFile } = labelsOf(curves)
  return kinds[key].draw(
    curves.map((curve, i) => ({ ...curve, ...labels[i] })),
    {
      ...(title === undefined ? {} : { title }),
      ...(common === '' ? {} : { subtitle: common }),
      ...(byFile ? { kinds: 'file' } : {}),
    },
  )
}

/** Points of one machine make one curve, whatever files they are in. */
function joined<C extends Curve>(curves: readonly C[]): readonly C[] {
  const found = new Map<string, C>()
  for (const curve of curves) {
    const key = JSON.stringify(curve.attributes satisfies Attributes)
    const points = [...(found.get(key)?.points ?? []), ...curve.points].sort((a, b) => a.x - b.x)
    found.set(key, { ...(found.get(key) ?? curve), points })
  }
  return [...found.values()]
}

function partsOf(document: Document, quantities: readonly string[] | undefined): readonly Part[] {
  const { file, content } = document
  if (quantities !== undefined && content !== 'curve') {
    throw usageError(`--quantity is for curves; ${file} holds ${what(partsOf(document, undefined))}`)
  }
  return blaming([file], () => reading[content](document, quantities))
}

/** Of what is wrong in files they are told as well. */
export function blaming<T>(files: readonly string[], work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isGardnerError(error) || files.some((file) => error.message.includes(file))) throw error
    throw usageError(`cannot plot ${files.join(', ')}: ${error.message}`, error)
  }
}

const reading: Readonly<
  Record<Document['content'], (document: Document, quantities?: readonly string[]) => readonly Part[]>
> = {
  curve: curveParts,
  stabilities: stabilityParts,
  sample: sampleParts,
  trace: traceParts,
  success: successParts,
  robustness: robustnessParts,
  loads: loadParts,
}

const what = ([first]: readonly Part[]): string => (first === undefined ? 'nothing' : kinds[first.key].what)

function apart(documents: readonly Document[], parts: readonly (readonly Part[])[]) {
  const [first] = documents
  const other = parts.findIndex((some) => !some.some(({ key }) => parts[0].some((part) => part.key === key)))
  // each goes with the first, but not all with the same part of it
  const k = other < 0 ? documents.length - 1 : other
  return usageError(
    `these do not belong together: ${first.file} holds ${what(parts[0])}, ${documents[k].file} ${what(parts[k])}; plot them one by one`,
  )
}
