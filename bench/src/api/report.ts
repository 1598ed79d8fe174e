import { cpus, loadavg, totalmem } from 'node:os';

interface Figures {
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly cpuMsPerRequest: number;
  readonly failures: number;
}

export interface Result {
  readonly name: string;
  /** One lead a request, 1 connection. */
  readonly alone: Figures;
  /** One lead a request, 16 connections. */
  readonly busy: Figures;
  /** The same at about half of that rate. */
  readonly half: Figures;
  /** 200 leads a request, 4 connections. */
  readonly many: Figures;
  readonly memoryBytes: number;
}

export interface Conditions {
  readonly rounds: number;
  readonly seconds: number;
  readonly storage: string;
}

const LEADS = 200;
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const short = (value: number): string => value.toPrecision(3).replace(/\.?0+$/, '');

/** Tables in Markdown: what was measured, and the ratios that are aimed at. */
export function reportOf(results: readonly Result[], { rounds, seconds, storage }: Conditions): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  return [
    `Medians of ${rounds} rounds of ${seconds} s on ${machine}, ${new Date().toISOString().slice(0, 10)}; load average ${loadavg()[0]?.toFixed(1)}. The load generator (wrk), the database and the server share the cores. Score log: ${storage}.`,
    '',
    '| server | one lead, 1 connection: requests/s · median · p99 | 16 connections | at half that rate: p99 | 200 leads a request, 4 connections: leads/s | processor ms a request, 16 connections | memory |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...results.map(rowOf),
    '',
    '| ratio | measured | at least | aim |',
    '| --- | --- | --- | --- |',
    ...ratiosOf(results),
    ...failuresOf(results),
  ].join('\n');
}

function rowOf({ name, alone, busy, half, many, memoryBytes }: Result): string {
  const figures = ({ requestsPerSecond, medianMs, p99Ms }: Figures) =>
    `${whole(requestsPerSecond)} · ${short(medianMs)} ms · ${short(p99Ms)} ms`;
  const cells = [
    name,
    figures(alone),
    figures(busy),
    `${short(half.p99Ms)} ms`,
    whole(many.requestsPerSecond * LEADS),
    short(busy.cpuMsPerRequest),
    `${whole(memoryBytes / 2 ** 20)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function ratiosOf(results: readonly Result[]): string[] {
  const find = (part: string) => results.find(({ name }) => name.includes(part));
  const [scores, reasons, express, flask, gunicorn] = ['scores only', 'reasons', 'Express', 'Flask', 'gunicorn'].map(
    find,
  );
  const rate = (result: Result | undefined, at: 'alone' | 'busy') => result?.[at].requestsPerSecond;
  const ratio = (a: number | undefined, b: number | undefined) => (a && b ? `${short(a / b)} ×` : '–');
  const rows = [
    [
      'one lead, scores only, 1 connection, against Flask',
      ratio(rate(scores, 'alone'), rate(flask, 'alone')),
      '12 ×',
      '20 ×',
    ],
    [
      'scores only, 16 connections, against gunicorn',
      ratio(rate(scores, 'busy'), rate(gunicorn, 'busy')),
      '15 ×',
      '25 ×',
    ],
    [
      'with reasons, 16 connections, against gunicorn without',
      ratio(rate(reasons, 'busy'), rate(gunicorn, 'busy')),
      '5 ×',
      '12 ×',
    ],
    [
      'scores only, 16 connections, against bare Express',
      ratio(rate(scores, 'busy'), rate(express, 'busy')),
      '0.6 ×',
      '0.9 ×',
    ],
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`);
}

function failuresOf(results: readonly Result[]): string[] {
  const failed = results.map(({ name, alone, busy, half, many }) => ({
    name,
    failures: [alone, busy, half, many].reduce((sum, each) => sum + each.failures, 0),
  }));
  const some = failed.filter(({ failures }) => failures > 0);
  return some.length === 0
    ? []
    : ['', `Failed requests: ${some.map(({ name, failures }) => `${name} ${failures}`).join(', ')}.`];
}
