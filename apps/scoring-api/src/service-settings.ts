import { parseArgs } from 'node:util';
import type { ServiceSettings } from './compose.ts';

/** An argument that cannot be meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: node apps/scoring-api/src/main.ts [options]

  --port N        port to listen on; 0 takes a free one (default 4310)
  --host ADDRESS  address to listen on (default 127.0.0.1)
  --folder PATH   folder of the embedded storage (default .leadlight)
  --log-every N   log one of N successful requests (default 1)
  --rate-per-key N         requests a second that one key may make (default 1000; twice that in a burst)
  --concurrent-per-key N   requests of one key under way at once (default 128)
  --max-under-way N        requests under way at once, of all keys (default 512)
  --max-lag-ms N           lateness of the event loop at which new requests are refused (default 1000)
  --drain-ms N    time that a stopping service goes on answering while /readyz says so (default 0)
  --grace-ms N    time that requests under way have after that (default 25000)
  --query-timeout-ms N  time that storage has for a query before the request is refused (default 5000)
  --remembered-leads N  leads of all orgs whose histories are kept in memory, about 3 KB each (default 5000; 0 for none)

Environment:
  DATABASE_URL                 a PostgreSQL server, used in place of the embedded storage
  OTEL_EXPORTER_OTLP_ENDPOINT  a collector for traces (OTLP over HTTP), such as http://127.0.0.1:4318; off unless set
  OTEL_TRACES_SAMPLER_ARG      share of the traces that is kept, 0 to 1 (default 0.1); a caller’s own choice comes first

Example: node apps/scoring-api/src/main.ts --port 4310`;

const options = {
  port: { type: 'string', default: '4310' },
  host: { type: 'string', default: '127.0.0.1' },
  folder: { type: 'string', default: '.leadlight' },
  'log-every': { type: 'string', default: '1' },
  'rate-per-key': { type: 'string', default: '1000' },
  'concurrent-per-key': { type: 'string', default: '128' },
  'max-under-way': { type: 'string', default: '512' },
  'max-lag-ms': { type: 'string', default: '1000' },
  'drain-ms': { type: 'string', default: '0' },
  'grace-ms': { type: 'string', default: '25000' },
  'query-timeout-ms': { type: 'string', default: '5000' },
  'remembered-leads': { type: 'string', default: '5000' },
  help: { type: 'boolean', default: false },
} as const;

/**
 * @returns undefined where help is asked for
 * @throws UsageError
 */
export function parseServiceSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ServiceSettings | undefined {
  const values = parseArguments(args);
  if (values.help) return undefined;
  return {
    port: wholeNumber('--port', values.port, 0, 65_535),
    host: values.host,
    folder: values.folder,
    databaseUrl: env.DATABASE_URL || undefined,
    tracing: env.OTEL_EXPORTER_OTLP_ENDPOINT ? { share: parseShare(env.OTEL_TRACES_SAMPLER_ARG ?? '0.1') } : undefined,
    queryTimeoutMs: wholeNumber('--query-timeout-ms', values['query-timeout-ms'], 100, 600_000),
    rememberedHistories: wholeNumber('--remembered-leads', values['remembered-leads'], 0, 1_000_000),
    logEvery: wholeNumber('--log-every', values['log-every'], 1, 1_000_000),
    limits: {
      requestsPerSecond: wholeNumber('--rate-per-key', values['rate-per-key'], 1, 1_000_000),
      concurrent: wholeNumber('--concurrent-per-key', values['concurrent-per-key'], 1, 100_000),
      maxUnderWay: wholeNumber('--max-under-way', values['max-under-way'], 1, 100_000),
      maxLagMs: wholeNumber('--max-lag-ms', values['max-lag-ms'], 10, 60_000),
    },
    drainMs: wholeNumber('--drain-ms', values['drain-ms'], 0, 600_000),
    graceMs: wholeNumber('--grace-ms', values['grace-ms'], 0, 600_000),
  };
}

function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${reason} See --help.`, { cause });
  }
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new UsageError(`OTEL_TRACES_SAMPLER_ARG is "${text}": expected a number from 0 to 1. See --help.`);
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${option} is "${text}": expected a whole number from ${least} to ${most}. See --help.`);
}
