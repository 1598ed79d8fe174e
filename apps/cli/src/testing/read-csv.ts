import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A plain CSV with commas, read by another program than the one under test. */
export function readCsv(file: string): { readonly header: string[]; readonly rows: string[][] } {
  const [header, ...rows] = parse(readFileSync(file), { bom: true, skip_empty_lines: true });
  return { header: header!, rows };
}
