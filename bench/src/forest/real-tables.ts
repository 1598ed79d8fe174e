import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Examples } from '@leadlight/forest';
import { environmentValue, seededRandom } from '@leadlight/common';
import { textTableOf } from '@leadlight/lead-table';
import { takeRows, tableDataset, type Dataset } from '@leadlight/workflows';
import { AFTER_THE_FACT } from '../pipeline/real-leads.ts';
import { ROOT } from '../shared/run-leadlight.ts';

export interface TrainTestSplit {
  readonly train: Examples;
  readonly test: Examples;
}

/** Real leads, split at random by seed: four fifths for training, stratified by outcome. */
export interface RealTable {
  readonly name: string;
  split(seed: number): TrainTestSplit;
}

const NOW = Date.UTC(2026, 10, 23);

function readText(path: string): { readonly header: string[]; readonly rows: string[][] } {
  const [header, ...rows] = parse(readFileSync(path), { bom: true, skip_empty_lines: true });
  return { header: header!, rows };
}

function xEducation(folder: string): Dataset {
  const { header, rows } = readText(join(folder, 'x-education-leads.csv'));
  return tableDataset(
    {
      title: 'X Education',
      table: textTableOf(header, rows),
      outcome: { kind: 'label', column: 'Converted' },
      idColumn: 'Prospect ID',
      exclude: ['Lead Number', ...AFTER_THE_FACT],
      reading: { missing: ['Select'] },
    },
    NOW,
  ).dataset;
}

/** Olist has the closed deals in another table, by the lead's id. */
function olist(folder: string): Dataset {
  const { header, rows } = readText(join(folder, 'olist-mql.csv'));
  const closed = new Set(readText(join(folder, 'olist-closed.csv')).rows.map(([id]) => id));
  return tableDataset(
    {
      title: 'Olist',
      table: textTableOf(
        [...header, 'closed'],
        rows.map((cells) => [...cells, closed.has(cells[0]!) ? '1' : '0']),
      ),
      outcome: { kind: 'label', column: 'closed' },
      idColumn: 'mql_id',
      createdColumn: 'first_contact_date',
    },
    NOW,
  ).dataset;
}

/** Every fifth lead of each outcome, in random order, is for testing. */
function splitTable({ table, labels }: Dataset, seed: number): TrainTestSplit {
  const next = seededRandom(seed);
  const order = Float64Array.from(labels, () => next());
  const rows = Int32Array.from(labels.keys()).sort((a, b) => labels[a]! - labels[b]! || order[a]! - order[b]!);
  const take = (keep: (index: number) => boolean): Examples => {
    const some = rows.filter((_, index) => keep(index)).sort();
    return { ...table.take(some), labels: takeRows(labels, some) };
  };
  return { train: take((index) => index % 5 !== 0), test: take((index) => index % 5 === 0) };
}

/** The tables in the folder that LEADLIGHT_REAL_DATA names; empty without it. */
export function realTables(): readonly RealTable[] {
  const folder = environmentValue(process.env, 'LEADLIGHT_REAL_DATA');
  if (!folder || !existsSync(resolve(ROOT, folder))) return [];
  const at = resolve(ROOT, folder);
  return [xEducation(at), olist(at)].map((dataset) => ({
    name: dataset.title,
    split: (seed) => splitTable(dataset, seed),
  }));
}
