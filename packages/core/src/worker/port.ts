/**
 * One end of a channel between threads, as browsers and Node have it: a `Worker`, a `MessagePort`, and inside a worker
 * `self` or `parentPort`.
 */
export interface Port {
  postMessage(message: unknown): void
  // biome-ignore lint/suspicious/noExplicitAny: what is heard differs between platforms
  on?(type: string, listener: (value: any) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: as above
  addEventListener?(type: string, listener: (event: any) => void): void
  /** Of a `MessagePort`: begins to deliver messages. */
  start?(): void
  terminate?(): unknown
  close?(): void
  /** In Node: whether the program stays alive for it. */
  ref?(): void
  unref?(): void
}

export const isPort = (value: unknown): value is Port => {
  const { postMessage, on, addEventListener } = (value ?? {}) as Partial<Port>
  return typeof postMessage === 'function' && (typeof on === 'function' || typeof addEventListener === 'function')
}

/** Hears what is said to a port, as data. Whatever does not speak of a `kind` of message is for someone else. */
export function listen<Message>(port: Port, heard: (message: Message) => void): void {
  const hear = (data: { kind?: unknown } | null | undefined) => {
    if (typeof data?.kind === 'string') heard(data as Message)
  }
  if (port.on !== undefined) port.on('message', hear)
  else port.addEventListener?.('message', ({ data }) => hear(data))
  port.start?.()
}

/** Says, in words, why a port is heard of no more: an uncaught error, an exit, a message that could not be read. */
export function onFailure(port: Port, failed: (reason: string) => void): void {
  const on = <V>(type: string, reason: (value: V) => string) => {
    const listener = (value: V) => failed(reason(value))
    if (port.on !== undefined) port.on(type, listener)
    else port.addEventListener?.(type, listener)
  }
  on('error', (error: { message?: string } | undefined) => error?.message || 'it threw, or could not be loaded')
  on('messageerror', () => 'a message could not be read')
  on('exit', (code: number) => `it exited with code ${code}`)
  on('close', () => 'its port was closed')
}
