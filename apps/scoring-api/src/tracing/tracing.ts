import type { RequestHandler } from 'express';

/** Records where requests spend their time. Off unless the operator names a collector. */
export interface Tracing {
  /** Opens a span for each request, within the trace of the caller where there is one; undefined where tracing is off. */
  readonly requests: RequestHandler | undefined;
  /**
   * The same functions, each of which runs in a span of the request that called it.
   * @param layer prefix of the names of the spans
   */
  traced<Functions extends object>(layer: string, functions: Functions): Functions;
  /** Sends the remaining spans. */
  stop(): Promise<void>;
}

export const noTracing: Tracing = {
  requests: undefined,
  traced: (_layer, functions) => functions,
  stop: () => Promise.resolve(),
};

export interface TracingSettings {
  /** Share of the traces that begin here, 0..1. For traces of callers, the callers decide. */
  readonly share: number;
  readonly serviceName: string;
}

/** Traces each port of storage. Members that are no ports stay as they are. */
export function traceStorage<Storage extends object>(tracing: Tracing, storage: Storage): Storage {
  if (tracing === noTracing) return storage;
  const ports = Object.entries(storage).map(([name, port]: [string, unknown]) => [
    name,
    isPort(port) ? tracing.traced(`storage ${name}`, port) : port,
  ]);
  return Object.fromEntries(ports) as Storage;
}

/** Ports are plain objects of functions; the database is an instance of a class. */
const isPort = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
