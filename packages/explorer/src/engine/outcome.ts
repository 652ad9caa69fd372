import { type Done, type Iteration, run } from '@gardner/core'
import { defer, last, map, type Observable } from 'rxjs'

/** What an iteration ends with. */
export const outcome = <S, R>(iteration: () => Iteration<S, R>): Observable<R> =>
  defer(() => run(iteration())).pipe(
    last(),
    map((event) => (event as Done<S, R>).result),
  )
