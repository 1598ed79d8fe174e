/* The targets of the service with the measured values; `–` where a peer is not installed. */
import { LEADS_PER_REQUEST, formatShort, formatWhole, type Figures, type Result } from './result.ts';

type Row = readonly [what: string, measured: string, atLeast: string, aim: string];

export function targetRows(results: readonly Result[]): Row[] {
  const find = (beginning: string) => results.find(({ name }) => name.startsWith(beginning));
  const scores = find('Leadlight, scores only');
  const reasons = find('Leadlight, with five reasons');
  const pair = find('two processes');
  const gunicorn = find('the same under gunicorn');
  const rate = (result: Result | undefined, at: 'alone' | 'busy') => result?.[at].requestsPerSecond;
  const leads = (result: Result | undefined) =>
    result && formatWhole(result.many.requestsPerSecond * LEADS_PER_REQUEST);
  const both = (of: (result: Result) => string) =>
    scores && reasons ? `${of(scores)}, with reasons ${of(reasons)}` : '–';
  return [
    [
      'one lead a request, scores only, 1 connection, against Flask',
      ratio(rate(scores, 'alone'), rate(find('Flask'), 'alone')),
      '12 ×',
      '20 ×',
    ],
    [
      'scores only, 16 connections, against gunicorn with 2 workers',
      ratio(rate(scores, 'busy'), rate(gunicorn, 'busy')),
      '15 ×',
      '25 ×',
    ],
    [
      'with reasons, 16 connections, against gunicorn without them',
      ratio(rate(reasons, 'busy'), rate(gunicorn, 'busy')),
      '5 ×',
      '12 ×',
    ],
    [
      'scores only, 16 connections, against bare Express answering a constant',
      ratio(rate(scores, 'busy'), rate(find('Express'), 'busy')),
      '0.6 ×',
      '0.9 ×',
    ],
    ['200 leads a request, one process: leads a second', leads(scores) ?? '–', '20,000', '50,000'],
    ['the same with reasons', leads(reasons) ?? '–', '3,000', '10,000'],
    [
      '99th percentile at half of the maximum rate',
      both(({ half }) => `${formatShort(half.p99Ms)} ms`),
      '25 ms',
      '5 ms',
    ],
    [
      'memory with that model, storage in a process of its own',
      both(({ memoryBytes }) => `${formatWhole(memoryBytes / 2 ** 20)} MB`),
      '250 MB',
      '150 MB',
    ],
    [
      'two processes behind nginx, with reasons, against one',
      ratio(rate(pair, 'busy'), rate(reasons, 'busy')),
      'printed',
      '1.6 × on four cores',
    ],
    ['processor time a request of each of them', pair ? formatShares(pair.busy) : '–', 'printed', '–'],
  ];
}

const ratio = (a: number | undefined, b: number | undefined): string => (a && b ? `${formatShort(a / b)} ×` : '–');

const formatShares = ({ cpuMsPerRequest }: Figures): string =>
  Object.entries(cpuMsPerRequest)
    .map(([name, ms]) => `${name} ${formatShort(ms)} ms`)
    .join(', ');
