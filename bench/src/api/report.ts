import { loadavg } from 'node:os';
import { describeMachine } from '../shared/machine.ts';
import { LEADS_PER_REQUEST, formatShort, formatWhole, type Figures, type Result } from './result.ts';
import { targetRows } from './targets.ts';

export interface Conditions {
  readonly rounds: number;
  readonly seconds: number;
  readonly storage: string;
  /** Contenders that were not measured, and why or how to install them. */
  readonly missing: readonly string[];
}

/** Formats the results and targets as Markdown tables. */
export function formatReport(results: readonly Result[], { rounds, seconds, storage, missing }: Conditions): string {
  return [
    '## The service compared with Flask and Express',
    '',
    `Made by \`npm run bench:api -- --write\`; do not edit. Medians of ${rounds} rounds of ${seconds} s on ${describeMachine()}; load average ${loadavg()[0]?.toFixed(1)}. The load generator (wrk), the database and the server share the cores. A model of 200 trees of depth 8 on 34 features. Score log: ${storage}.`,
    '',
    ...table(['', 'measured', 'at least', 'aim'], targetRows(results)),
    '',
    ...table(
      [
        'server',
        'one lead, 1 connection: requests/s · median · p99',
        '16 connections',
        'at half that rate: requests/s · p99',
        '200 leads a request, 4 connections: leads/s',
        'processor ms a request, 16 connections',
        'memory',
      ],
      results.map(formatRow),
    ),
    ...(missing.length > 0 ? ['', `Not measured: ${missing.join('; ')}.`] : []),
    ...formatFailures(results),
  ].join('\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

function formatRow({ name, alone, busy, half, many, memoryBytes }: Result): string[] {
  const figures = ({ requestsPerSecond, medianMs, p99Ms }: Figures) =>
    `${formatWhole(requestsPerSecond)} · ${formatShort(medianMs)} ms · ${formatShort(p99Ms)} ms`;
  return [
    name,
    figures(alone),
    figures(busy),
    `${formatWhole(half.requestsPerSecond)} · ${formatShort(half.p99Ms)} ms`,
    formatWhole(many.requestsPerSecond * LEADS_PER_REQUEST),
    formatShort(sumOf(busy.cpuMsPerRequest)),
    `${formatWhole(memoryBytes / 2 ** 20)} MB`,
  ];
}

const sumOf = (each: Readonly<Record<string, number>>): number =>
  Object.values(each).reduce((sum, value) => sum + value, 0);

function formatFailures(results: readonly Result[]): string[] {
  const failed = results.map(({ name, alone, busy, half, many }) => ({
    name,
    failures: [alone, busy, half, many].reduce((sum, each) => sum + each.failures, 0),
  }));
  const some = failed.filter(({ failures }) => failures > 0);
  return some.length === 0
    ? []
    : ['', `Failed requests: ${some.map(({ name, failures }) => `${name} ${failures}`).join(', ')}.`];
}
