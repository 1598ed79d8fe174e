import type { RequestHandler } from 'express';

/** Shows where a request spends its time. Off unless the operator names a collector. */
export interface Tracing {
  /** Opens a span for each request, within the caller’s trace where it sends one; undefined where tracing is off. */
  readonly requests: RequestHandler | undefined;
  /**
   * The same functions, each of which runs in a span of the request that called it.
   * @param layer stands before the function’s name
   */
  traced<Functions extends object>(layer: string, functions: Functions): Functions;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export const noTracing: Tracing = {
  requests: undefined,
  traced: (_layer, functions) => functions,
  stop: () => Promise.resolve(),
};

export interface TracingSettings {
  /** Of the traces that begin here so many are kept, 0..1; a caller’s own trace is kept where the caller keeps it. */
  readonly share: number;
}

/** Each port of storage traced for itself; what is no port stays as it is. */
export function traceStorage<Storage extends object>(tracing: Tracing, storage: Storage): Storage {
  if (tracing === noTracing) return storage;
  const ports = Object.entries(storage).map(([name, port]: [string, unknown]) => [
    name,
    isPort(port) ? tracing.traced(`storage ${name}`, port) : port,
  ]);
  return Object.fromEntries(ports) as Storage;
}

/** A plain object of functions; the database itself is an object of a class. */
const isPort = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
