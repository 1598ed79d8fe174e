import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { Request, RequestHandler, Response } from 'express';
import type { Tracing, TracingSettings } from './tracing.ts';

/** A collector that does not respond must not delay the end of the service. */
const EXPORT_TIMEOUT_MS = 3_000;

/**
 * Sends traces by OTLP over HTTP to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`. No attribute contains a path, query,
 * body, lead or message, which may be personal.
 */
export function startOtlpTracing({ share, serviceName }: TracingSettings, version: string): Tracing {
  const exporter = new OTLPTraceExporter({ timeoutMillis: EXPORT_TIMEOUT_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceName,
      'service.version': version,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = provider.getTracer('leadlight', version);

  const requests: RequestHandler = (req, res, next) => {
    const parent = propagation.extract(ROOT_CONTEXT, req.headers);
    const span = tracer.startSpan(req.method, { kind: SpanKind.SERVER }, parent);
    // For the log, also where no caller began the trace.
    req.traceId = span.spanContext().traceId;
    res.once('close', () => endRequest(span, req, res));
    context.with(trace.setSpan(parent, span), next);
  };

  const inSpan = (name: string, act: () => unknown): unknown => {
    // Only calls of requests are traced.
    if (!trace.getActiveSpan()) return act();
    return tracer.startActiveSpan(name, { kind: kindOf(name) }, (span) => endSpanAfter(span, act));
  };

  return {
    requests,
    traced: (layer, functions) => {
      const entries = Object.entries(functions).map(([name, member]: [string, unknown]) => [
        name,
        typeof member === 'function'
          ? (...args: unknown[]) => inSpan(`${layer}.${name}`, () => Reflect.apply(member, functions, args) as unknown)
          : member,
      ]);
      return Object.fromEntries(entries) as typeof functions;
    },
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

const kindOf = (name: string): SpanKind => (name.startsWith('storage ') ? SpanKind.CLIENT : SpanKind.INTERNAL);

function endRequest(span: Span, req: Request, res: Response): void {
  const isComplete = res.writableFinished;
  span.updateName(`${req.method} ${req.routePattern ?? 'none'}`);
  span.setAttributes({
    'http.request.method': req.method,
    'http.route': req.routePattern ?? 'none',
    'leadlight.request_id': req.requestId,
    ...(isComplete ? { 'http.response.status_code': res.statusCode } : { 'error.type': 'aborted' }),
    // Rejected requests have no caller.
    ...((req.caller as typeof req.caller | undefined)
      ? { 'leadlight.org': req.caller.orgId, 'leadlight.key': req.caller.keyId }
      : {}),
  });
  if (!isComplete || res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Ends the span with the result of `act`. */
function endSpanAfter(span: Span, act: () => unknown): unknown {
  const fail = (error: unknown): never => {
    span.setAttribute('error.type', codeOf(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    throw error;
  };
  try {
    const result = act();
    if (result instanceof Promise) {
      return result.then((value: unknown) => {
        span.end();
        return value;
      }, fail);
    }
    span.end();
    return result;
  } catch (error) {
    return fail(error);
  }
}

/** The code or name of the error. Its message may quote the request. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
