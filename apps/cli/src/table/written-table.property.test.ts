import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@leadlight/common';
import { readTable } from '@leadlight/lead-table';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { HEADER, meantRows, writeTable, writingStyles, type MeantRow } from '../testing/written-table.ts';
import { readLeadFile } from './read-lead-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows that show the decimal mark, the order of dates, and that the text is not ASCII, as files of any size do. */
const SHOWING: readonly MeantRow[] = [
  { id: 'L-a', amount: -1234.5, employees: 1200, created: 20_088, source: 'Messe Köln', optIn: true },
  { id: 'L-b', amount: 0.25, employees: 7, created: 20_000, source: 'Référral', optIn: false },
];

describe('readLeadFile and readTable', () => {
  it('read a table back to the same values, in whatever dialect, locale and encoding it was written', async () => {
    const file = join(folder, 'table.csv');
    await fc.assert(
      fc.asyncProperty(meantRows, writingStyles, async (random, style) => {
        const rows = [...SHOWING, ...random];
        writeFileSync(file, writeTable(rows, style));
        const { table } = await readLeadFile(file);
        const { columns } = readTable(table);
        expect(columns.map(({ column }) => column)).toEqual(HEADER);
        const valuesOf = (name: string) => {
          const index = HEADER.indexOf(name);
          const { byText } = columns[index]!.values;
          return Array.from(table.columns[index]!.codes, (code) => byText[code]!);
        };
        const orNaN = (value: number | null) => value ?? Number.NaN;
        expect(valuesOf('Lead ID')).toEqual(rows.map(({ id }) => id));
        expect(valuesOf('Amount')).toEqual(rows.map(({ amount }) => orNaN(amount)));
        expect(valuesOf('Employees')).toEqual(rows.map(({ employees }) => orNaN(employees)));
        expect(valuesOf('Created')).toEqual(
          rows.map(({ created }) => (created === null ? Number.NaN : created * DAY_MS)),
        );
        expect(valuesOf('Source')).toEqual(rows.map(({ source }) => source));
        expect(valuesOf('Opt In')).toEqual(rows.map(({ optIn }) => (optIn === null ? Number.NaN : Number(optIn))));
      }),
      { seed: 20_261_130, numRuns: 300 },
    );
  });
});
