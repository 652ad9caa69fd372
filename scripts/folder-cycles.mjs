// Cycles of folders, from what dependency-cruiser saw. Its own rule for folders overlooks a cycle that leads through a folder
// within a folder. Here two folders side by side are held against each other, with all that lies in them; the files of a folder
// that has folders count as one more of these, `*`. The door of a package, src/index.ts, stands before them all.

/** Dependencies that close a cycle and are not yet put right: the list may only become shorter. */
export const known = [].map(([name, from, to, reason]) => ({
  from: `packages/${name}/src/${from}`,
  to: `packages/${name}/src/${to}`,
  reason,
}))

/** The dependency of two files as one of neighbours in the folder where their paths part; nothing between files of one folder. */
function neighbours(from, to) {
  const [one, other] = [from, to].map((path) => path.split('/').slice(0, -1))
  const parted = one.findIndex((part, i) => part !== other[i])
  const depth = parted < 0 ? one.length : parted
  if (one.length === depth && other.length === depth) return undefined
  const place = one.slice(0, depth).join('/')
  return [one, other].map((parts) => `${place}/${parts[depth] ?? '*'}`)
}

/** Who of the folders knows whom, and by which two files. */
function graphOf(modules) {
  const graph = new Map()
  for (const { source, dependencies } of modules) {
    const [room] = source.match(/^packages\/[^/]+\/src\//) ?? []
    if (room === undefined || /^index\.tsx?$/.test(source.slice(room.length))) continue
    for (const { resolved } of dependencies) {
      const pair = resolved.startsWith(room) ? neighbours(source, resolved) : undefined
      if (pair === undefined) continue
      const [from, to] = pair
      if (!graph.has(from)) graph.set(from, new Map())
      if (!graph.get(from).has(to)) graph.get(from).set(to, `${source} → ${resolved}`)
    }
  }
  return graph
}

/** Whether a way leads from one folder to another. */
function leads(graph, from, to, seen = new Set()) {
  if (from === to) return true
  seen.add(from)
  return [...(graph.get(from)?.keys() ?? [])].some((next) => !seen.has(next) && leads(graph, next, to, seen))
}

/** The dependencies that lie on a cycle of folders, and the entries of the list that are needed no more. */
export function folderCycles(modules, list = known) {
  const graph = graphOf(modules)
  const kept = list.map((entry) => ({ ...entry, files: graph.get(entry.from)?.get(entry.to) }))
  for (const { from, to } of list) graph.get(from)?.delete(to)
  const needless = kept.filter(({ from, to, files }) => {
    if (files !== undefined && leads(graph, to, from)) return false
    if (files !== undefined) graph.get(from).set(to, files)
    return true
  })
  const cyclic = [...graph].flatMap(([from, known]) =>
    [...known].filter(([to]) => leads(graph, to, from)).map(([to, files]) => ({ from, to, files })),
  )
  return { cyclic, needless }
}
