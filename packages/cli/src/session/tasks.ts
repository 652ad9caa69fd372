import type { Session } from './session.js'

/** A piece of work with a name that a person can watch. */
export interface Task {
  readonly title: string
  run(): Promise<void>
}

/** Runs tasks in their order until the signal is given; on a terminal their list is shown while it lasts. */
export async function runTasks(
  { terminal: { live } }: Pick<Session, 'terminal'>,
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<void> {
  if (live === undefined) {
    for (const task of tasks) {
      if (signal.aborted) return
      await task.run()
    }
    return
  }
  const { DefaultRenderer, Listr, ListrLogger, ProcessOutput } = await import('listr2')
  // it asks whether stdout is a terminal, and writes there; here stdout is for the result
  class Renderer extends DefaultRenderer {
    static override nonTTY = true as never
  }
  await new Listr(
    tasks.map(({ title, run }) => ({ title, task: run, skip: () => signal.aborted })),
    {
      renderer: Renderer,
      registerSignalListeners: false,
      rendererOptions: {
        clearOutput: true,
        logger: new ListrLogger({ processOutput: new ProcessOutput(live, live) }),
      },
    },
  ).run()
}
