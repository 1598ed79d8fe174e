import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Examples } from '@leadlight/forest';
import { seededRandom } from '@leadlight/common';
import { takeRows, tableDataset, type Dataset, type LeadTable } from '@leadlight/workflows';
import { AFTER_THE_FACT } from '../pipeline/real-leads.ts';
import { ROOT } from '../shared/run-leadlight.ts';

/** Leads to learn from and others to be judged on. */
export interface TrainTestSplit {
  readonly train: Examples;
  readonly test: Examples;
}

/** Real leads, parted anew by every seed: four fifths to learn from, stratified by outcome. */
export interface RealTable {
  readonly name: string;
  split(seed: number): TrainTestSplit;
}

const NOW = Date.UTC(2026, 10, 23);

function readText(path: string): Pick<LeadTable, 'header' | 'rows'> {
  const [header, ...rows] = parse(readFileSync(path), { bom: true, skip_empty_lines: true });
  return { header: header!, rows };
}

function xEducation(folder: string): Dataset {
  return tableDataset(
    {
      title: 'X Education',
      ...readText(join(folder, 'x-education-leads.csv')),
      outcome: { kind: 'label', column: 'Converted' },
      idColumn: 'Prospect ID',
      exclude: ['Lead Number', ...AFTER_THE_FACT],
      missing: ['Select'],
    },
    NOW,
  ).dataset;
}

/** Olist tells who closed in a table of its own, by the lead's id. */
function olist(folder: string): Dataset {
  const { header, rows } = readText(join(folder, 'olist-mql.csv'));
  const closed = new Set(readText(join(folder, 'olist-closed.csv')).rows.map(([id]) => id));
  return tableDataset(
    {
      title: 'Olist',
      header: [...header, 'closed'],
      rows: rows.map((cells) => [...cells, closed.has(cells[0]) ? '1' : '0']),
      outcome: { kind: 'label', column: 'closed' },
      idColumn: 'mql_id',
      createdColumn: 'first_contact_date',
    },
    NOW,
  ).dataset;
}

/** Every fifth lead of either outcome, in an order that the seed scatters, is kept to judge on. */
function splitTable({ table, labels }: Dataset, seed: number): TrainTestSplit {
  const next = seededRandom(seed);
  const places = Float64Array.from(labels, () => next());
  const rows = Int32Array.from(labels.keys()).sort((a, b) => labels[a]! - labels[b]! || places[a]! - places[b]!);
  const take = (keep: (place: number) => boolean): Examples => {
    const some = rows.filter((_, place) => keep(place)).sort();
    return { ...table.take(some), labels: takeRows(labels, some) };
  };
  return { train: take((place) => place % 5 !== 0), test: take((place) => place % 5 === 0) };
}

/** The tables of the folder that LEADLIGHT_REAL_DATA names; none where it names none. */
export function realTables(): readonly RealTable[] {
  const folder = process.env['LEADLIGHT_REAL_DATA'];
  if (!folder || !existsSync(resolve(ROOT, folder))) return [];
  const at = resolve(ROOT, folder);
  return [xEducation(at), olist(at)].map((dataset) => ({
    name: dataset.title,
    split: (seed) => splitTable(dataset, seed),
  }));
}
