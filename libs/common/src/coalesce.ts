export interface CoalesceOptions<Request, Result> {
  /** Runs several requests as one. Its result is the result of each. */
  readonly run: (requests: readonly Request[]) => Promise<Result>;
  /** The size of one request, in the unit of `maxSize`; 1 by default. */
  readonly sizeOf?: (request: Request) => number;
  /** Requests are joined up to this total size, at least one at a time; unlimited by default. */
  readonly maxSize?: number;
  /** After such a failure of joined requests, each is run alone, so that one bad request fails no other. */
  readonly retryAlone?: (reason: unknown) => boolean;
}

interface Waiting<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Joins concurrent requests without a timer: one run is under way at a time, and what arrives meanwhile goes together
 * into the next one. A lone request starts at once.
 *
 * ```ts
 * const load = coalesce({ run: (ids: readonly string[]) => loadAll(ids), maxSize: 400 });
 * await Promise.all([load('a'), load('b'), load('c')]); // two runs: [a] and [b, c]
 * ```
 */
export function coalesce<Request, Result>(
  options: CoalesceOptions<Request, Result>,
): (request: Request) => Promise<Result> {
  const { sizeOf = () => 1, maxSize = Infinity } = options;
  const waiting: Waiting<Request, Result>[] = [];
  let running = false;

  function takeBatch(): Waiting<Request, Result>[] {
    let size = 0;
    const end = waiting.findIndex(({ request }, index) => (size += sizeOf(request)) > maxSize && index > 0);
    return waiting.splice(0, end < 0 ? waiting.length : end);
  }

  async function drain(): Promise<void> {
    running = true;
    while (waiting.length > 0) await settle(takeBatch(), options);
    running = false;
  }

  return (request) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push({ request, resolve, reject });
    if (!running) void drain();
    return promise;
  };
}

async function settle<Request, Result>(
  batch: readonly Waiting<Request, Result>[],
  options: CoalesceOptions<Request, Result>,
): Promise<void> {
  try {
    const result = await options.run(batch.map(({ request }) => request));
    for (const { resolve } of batch) resolve(result);
  } catch (reason) {
    if (batch.length > 1 && options.retryAlone?.(reason)) for (const one of batch) await settle([one], options);
    else for (const { reject } of batch) reject(reason);
  }
}
