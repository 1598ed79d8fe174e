import { printTo } from './print.ts';

/** Writes the result of a command, to standard output by default: lines for people or, with --json, one document for machines. */
export function writeOutput(
  options: { readonly json?: boolean },
  document: unknown,
  lines: readonly string[],
  stream: NodeJS.WritableStream = process.stdout,
): void {
  printTo(stream, options.json ? `${JSON.stringify(document)}\n` : `${lines.join('\n')}\n`);
}

/** 2026-11-23 06:00 */
export const formatMinute = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** 2026-11-23 */
export const formatDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** 12.3 %, or – where it is not known */
export const formatPercent = (share: number | null, digits = 1): string =>
  share === null || Number.isNaN(share) ? '–' : `${(100 * share).toFixed(digits)} %`;

/** +0.12 or −0.12 */
export const formatSigned = (value: number, digits: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** 12,345 */
export const formatCount = (count: number): string => count.toLocaleString('en');
