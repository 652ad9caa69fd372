// A process that runs one script after another, so that the modules they share are loaded once. A script ends as it would in
// a process of its own: when nothing is left to do. One that fails, or calls process.exit, ends this process as it would its own.
import { pathToFileURL } from 'node:url'

const { channel, stdout, stderr } = process
const spoken = { ...console }
const emitters = [process, stdout, stderr]
const listenersOf = (emitter) =>
  emitter.eventNames().flatMap((event) => emitter.rawListeners(event).map((one) => [event, one]))

let count = 0
let own
let finished = false

process.on('message', async ({ folder, script, args }) => {
  own ??= emitters.map((emitter) => new Set(listenersOf(emitter).map(([, one]) => one)))
  process.chdir(folder)
  process.argv = [process.execPath, script, ...args]
  finished = false
  process.once('beforeExit', ended)
  channel.unref()
  // the command line is one script that is run again and again
  await import(`${pathToFileURL(script)}${args.length > 0 ? `?${++count}` : ''}`)
  finished = true
})

function ended() {
  // what Node says of an endless top-level await
  if (!finished) process.exit(13)
  for (const [i, emitter] of emitters.entries())
    for (const [event, one] of listenersOf(emitter)) {
      if (own[i].has(one)) continue
      emitter.off(event, one)
      if (emitter === process && event === 'exit') one(process.exitCode ?? 0)
    }
  if (process.exitCode) return
  process.exitCode = undefined
  Object.assign(console, spoken)
  channel.ref()
  process.send('ended')
}
