import { parseArgs } from 'node:util';
import { environmentValue, type Environment } from '@leadlight/common';
import type { ServiceSettings } from './compose.ts';
import { ServiceError } from './errors.ts';
import { MB } from './http/body-limits.ts';
import { parsedBytesFor } from './http/request-bodies.ts';

export const USAGE = `Usage: node apps/scoring-api/src/main.ts [options]

  --port N                 port to listen on; 0 for any free port (default 4310)
  --host ADDRESS           address to listen on (default 127.0.0.1)
  --metrics-port N         port that serves nothing but /metrics, to any client; without it, /metrics answers this machine only
  --metrics-host ADDRESS   address of that port (default 127.0.0.1); let only the monitoring system reach it
  --folder PATH            folder of the embedded storage (default .leadlight)
  --log-every N            log one of N successful requests (default 1)
  --rate-per-key N         requests per second of one key; a burst may have twice as many (default 1000)
  --concurrent-per-key N   concurrent requests of one key (default 128)
  --max-concurrent N       concurrent requests of all keys (default 512)
  --body-mb-per-key N      MB of the bodies of one key's concurrent requests (default 32)
  --body-mb N              MB of the bodies of all concurrent requests (default 64)
  --max-lag-ms N           lag of the event loop above which new requests are rejected (default 1000)
  --drain-ms N             time that a stopping service still answers while /readyz reports it (default 0)
  --grace-ms N             time after that for requests in progress (default 25000)
  --query-timeout-ms N     time of a storage query after which its request is rejected (default 5000)
  --cached-leads N         leads of all orgs whose histories are cached, about 3 KB each (default 5000; 0 = none)

Environment: DATABASE_URL, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG, OTEL_SERVICE_NAME; see
docs/reference/environment.md.

Example: node apps/scoring-api/src/main.ts --port 4310`;

const options = {
  port: { type: 'string', default: '4310' },
  host: { type: 'string', default: '127.0.0.1' },
  'metrics-port': { type: 'string', default: '' },
  'metrics-host': { type: 'string', default: '127.0.0.1' },
  folder: { type: 'string', default: '.leadlight' },
  'log-every': { type: 'string', default: '1' },
  'rate-per-key': { type: 'string', default: '1000' },
  'concurrent-per-key': { type: 'string', default: '128' },
  'max-concurrent': { type: 'string', default: '512' },
  'body-mb-per-key': { type: 'string', default: '32' },
  'body-mb': { type: 'string', default: '64' },
  'max-lag-ms': { type: 'string', default: '1000' },
  'drain-ms': { type: 'string', default: '0' },
  'grace-ms': { type: 'string', default: '25000' },
  'query-timeout-ms': { type: 'string', default: '5000' },
  'cached-leads': { type: 'string', default: '5000' },
  help: { type: 'boolean', default: false },
} as const;

/**
 * @returns undefined for --help
 * @throws ServiceError `service_options`; EnvironmentError
 */
export function parseServiceSettings(args: readonly string[], env: Environment): ServiceSettings | undefined {
  const values = parseArguments(args);
  if (values.help) return undefined;
  const wholeNumber = (name: Exclude<keyof typeof options, 'help'>, min: number, max: number): number => {
    const text = values[name];
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    const problem = `--${name} is "${text}": expected a whole number from ${min} to ${max}.`;
    throw new ServiceError('service_options', { problem });
  };
  const traces = environmentValue(env, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  return {
    port: wholeNumber('port', 0, 65_535),
    host: values.host,
    metrics:
      values['metrics-port'] === ''
        ? undefined
        : { port: wholeNumber('metrics-port', 0, 65_535), host: values['metrics-host'] },
    folder: values.folder,
    databaseUrl: environmentValue(env, 'DATABASE_URL'),
    tracing: traces
      ? {
          share: environmentValue(env, 'OTEL_TRACES_SAMPLER_ARG'),
          serviceName: environmentValue(env, 'OTEL_SERVICE_NAME'),
        }
      : undefined,
    queryTimeoutMs: wholeNumber('query-timeout-ms', 100, 600_000),
    maxCachedHistories: wholeNumber('cached-leads', 0, 1_000_000),
    logEvery: wholeNumber('log-every', 1, 1_000_000),
    limits: {
      requestsPerSecond: wholeNumber('rate-per-key', 1, 1_000_000),
      concurrent: wholeNumber('concurrent-per-key', 1, 100_000),
      maxConcurrent: wholeNumber('max-concurrent', 1, 100_000),
      maxLagMs: wholeNumber('max-lag-ms', 10, 60_000),
      bodyBytesPerKey: wholeNumber('body-mb-per-key', 1, 100_000) * MB,
      bodyBytes: wholeNumber('body-mb', 1, 100_000) * MB,
      parsedBytes: parsedBytesFor(),
    },
    drainMs: wholeNumber('drain-ms', 0, 600_000),
    graceMs: wholeNumber('grace-ms', 0, 600_000),
  };
}

function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new ServiceError(
      'service_options',
      { problem: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  }
}
