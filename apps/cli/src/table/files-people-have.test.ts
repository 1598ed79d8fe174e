import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, seededRandom } from '@leadlight/common';
import { tableDataset } from '@leadlight/workflows';
import { afterAll, describe, expect, it } from 'vitest';
import { readLeads, type LeadTableOptions } from './train-csv.ts';
import { readingLines } from './reading-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NOW = Date.UTC(2026, 10, 30);
const HEADER = ['Lead ID', 'Source', 'Region', 'Employees', 'Revenue', 'Fit %', 'Opt In', 'Converted'];
const ROWS = 400;

const random = seededRandom(13);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
const LEADS: readonly string[][] = Array.from({ length: ROWS }, (_, row) => [
  `L-${1000 + row}`,
  pick(['Web', 'Referral', 'Trade show', 'Cold list']),
  pick(['EMEA', 'NA', 'APAC', 'LATAM']),
  String(1 + Math.floor(random() * 2400)),
  (random() * 9_000_000).toFixed(2),
  (random() * 100).toFixed(1),
  pick(['true', 'false']),
  pick(['true', 'false', 'false']),
]);

type Change = (cells: readonly string[], row: number) => readonly string[];
const same: Change = (cells) => cells;
const grouped = (text: string, separator: string) => text.replaceAll(/\B(?=(\d{3})+(?!\d))/g, separator);
const fractionless = (text: string) => text.split('.') as [string, string | undefined];
const localNumber = (text: string, separator: string, mark: string) => {
  const [whole, fraction] = fractionless(text);
  return grouped(whole, separator) + (fraction === undefined ? '' : mark + fraction);
};
const withNumbers =
  (write: (text: string, column: number) => string): Change =>
  (cells) =>
    cells.map((cell, column) => ([3, 4, 5].includes(column) ? write(cell, column) : cell));

interface FileForm {
  readonly delimiter?: string;
  readonly before?: string;
  readonly after?: string;
  readonly header?: readonly string[];
}

function write(change: Change, { delimiter = ',', before = '', after = '', header = HEADER }: FileForm = {}): string {
  const quoted = (cell: string) =>
    cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = [header, ...LEADS.map(change)].map((cells) => cells.map(quoted).join(delimiter));
  const file = join(folder, 'leads.csv');
  writeFileSync(file, `${before}${lines.join('\n')}\n${after}`);
  return file;
}

async function train(file: string, options: LeadTableOptions = {}) {
  const { leads, file: read } = await readLeads(file, { label: 'Converted', id: 'Lead ID', ...options });
  const { dataset, reading, outcomes } = tableDataset(leads, NOW);
  const { schema, table, labels, leftOut } = dataset;
  return {
    features: schema.features.map(({ name, kind }) => `${name}: ${kind}`),
    rows: table.rowsAt([...labels.keys()]),
    labels: [...labels],
    leftOut,
    outcomes,
    text: readingLines(read, reading, outcomes).join('\n'),
  };
}

describe('training on the same leads in the forms in which people have them', async () => {
  const base = await train(write(same));

  it('has numbers, categories, and yes or no', () => {
    expect(base.features).toEqual([
      ...['Source: categorical', 'Region: categorical', 'Employees: numeric', 'Revenue: numeric', 'Fit %: numeric'],
      'Opt In: boolean',
    ]);
    expect(base.rows.some((row) => row[1] === 'NA')).toBe(true);
  });

  const forms: readonly (readonly [string, Change, FileForm, RegExp])[] = [
    [
      'semicolons and decimal commas',
      withNumbers((text) => text.replace('.', ',')),
      { delimiter: ';' },
      /delimited by semicolons/,
    ],
    [
      'thousands by dot and decimal commas',
      withNumbers((text) => localNumber(text, '.', ',')),
      { delimiter: ';' },
      /semicolons/,
    ],
    ['thousands by comma', withNumbers((text) => localNumber(text, ',', '.')), {}, /commas/],
    ['thousands by narrow space', withNumbers((text) => localNumber(text, '\u202f', '.')), {}, /commas/],
    ['thousands by apostrophe', withNumbers((text) => localNumber(text, '’', '.')), {}, /commas/],
    [
      'dollars and percent signs',
      withNumbers((text, column) =>
        column === 4 ? `$${localNumber(text, ',', '.')}` : column === 5 ? `${text}%` : text,
      ),
      {},
      /Revenue: Amounts in \$\.[^]*Fit %: Percentages: 45% is read as 45\./,
    ],
    ['a currency code', withNumbers((text, column) => (column === 4 ? `USD ${text}` : text)), {}, /Amounts in USD/],
    ['the line sep=', same, { before: 'sep=;\n', delimiter: ';' }, /first line names the delimiter/],
    ['vertical bars', same, { delimiter: '|' }, /delimited by vertical bars/],
    [
      'titles before the header',
      same,
      { before: 'Leads with outcome\nAs of 2026-11-20\n\n' },
      /2 lines before the header are passed over/,
    ],
    [
      'the notes under a report',
      same,
      {
        after:
          '\n\n"Leads with outcome"\n"Copyright (c) 2026 salesforce.com, inc."\n"Confidential Information - Do Not Distribute"\n',
      },
      /3 lines under the table are passed over/,
    ],
    ['a row of totals', same, { after: 'Grand Total,,,,3894525880.80,,,\n' }, /1 row of totals is left out/],
    [
      'categories in other cases',
      (cells, row) => (row % 5 === 0 ? cells.with(1, `${cells[1]!.toUpperCase()} `) : cells),
      {},
      /Source: Spellings that differ only by case or spaces are one category/,
    ],
  ];

  it.each(forms)('learns the same from %s, and says how it has read the file', async (_, change, form, text) => {
    const learned = await train(write(change, form));
    expect(learned.rows).toEqual(base.rows);
    expect(learned.labels).toEqual(base.labels);
    expect(learned.text).toMatch(text);
  });

  it('counts an outcome in any case, and says what it counts', async () => {
    const yes = (cells: readonly string[], row: number) =>
      cells.with(7, cells[7] === 'false' ? 'No' : row % 3 === 0 ? 'Yes' : 'yes');
    const converted = base.labels.filter((label) => label === 1).length;
    for (const options of [{}, { positive: ['Yes'] }, { positive: ['YES'], negative: ['no'] }]) {
      const learned = await train(write(yes), options);
      expect(learned.labels).toEqual(base.labels);
      expect(learned.text).toMatch(
        new RegExp(`Converted – converted: "yes" ${converted}; not converted: "No" ${ROWS - converted}\\.`),
      );
    }
  });

  it('leaves rows with an undecided outcome out, and says so', async () => {
    const stage: Change = (cells, row) =>
      cells.with(7, row % 4 === 0 ? 'Engaging' : row % 10 === 1 ? '' : cells[7] === 'true' ? 'Won' : 'Lost');
    const learned = await train(write(stage), { positive: ['Won'] });
    expect(learned.labels).toEqual(base.labels.filter((_, row) => row % 4 !== 0 && row % 10 !== 1));
    expect(learned.text).toMatch(/undecided and left out: "Engaging" 100; empty and left out: 40 rows\./);
  });

  it('says how many leads have rows of both outcomes', async () => {
    const touches: Change = (cells, row) =>
      cells.with(0, `L-${row >> 1}`).with(7, row < 6 ? String(row % 2 === 0) : cells[7]!);
    const both =
      LEADS.filter((_, row) => row % 2 === 0 && row >= 6 && LEADS[row]![7] !== LEADS[row + 1]![7]).length + 3;
    expect((await train(write(touches))).text).toContain(`${both} leads have rows of both outcomes`);
    expect((await train(write(same))).text).not.toMatch(/both outcomes/);
  });

  it('reads a stray text among numbers as one missing cell', async () => {
    const stray: Change = (cells, row) =>
      row === 7 ? cells.with(3, 'unknown') : row === 9 ? cells.with(4, '-') : cells;
    const learned = await train(write(stray));
    expect(learned.features).toEqual(base.features);
    expect([learned.rows[7]![2], learned.rows[9]![3]]).toEqual([Number.NaN, Number.NaN]);
    expect(learned.text).toMatch(
      /Employees: 1 cell is not a number and counts as missing: "unknown" 1\.[^]*Revenue: "-" 1 counts as missing/,
    );
  });

  it('reads local dates, leaves out a row with an impossible creation date, and never makes categories of dates', async () => {
    const day = (row: number) => new Date(Date.UTC(2024, 0, 1) + row * DAY_MS);
    const us = (date: Date) => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
    const dated: Change = (cells, row) => [...cells, row === 5 ? '2/30/2024' : us(day(row)), us(day(row - 40))];
    const file = write(dated, { header: [...HEADER, 'Created Date', 'Last Webinar'] });
    const learned = await train(file, { created: 'Created Date' });
    expect(learned.rows).toHaveLength(ROWS - 1);
    expect(new Set(learned.rows.map((row) => row.at(-1)))).toEqual(new Set([40]));
    expect(learned.text).toMatch(/1 row is left out: no creation date, or an impossible one/);
    const undated = await train(file);
    expect(undated.features).toEqual(base.features);
    expect(undated.leftOut.map(({ field, reason }) => [field, reason.code])).toEqual(
      expect.arrayContaining([
        ['Created Date', 'column_of_dates'],
        ['Last Webinar', 'column_of_dates'],
      ]),
    );
  });

  it('asks where the file leaves a decimal mark or the order of dates open', async () => {
    const open: Change = (cells) => [...cells.slice(0, 3), '1.200', ...cells.slice(6)];
    const header = [...HEADER.slice(0, 4), ...HEADER.slice(6)];
    const varied: Change = (cells, row) => open(cells, row).with(3, row % 2 ? '1.200' : '90');
    await expect(train(write(varied, { header }))).rejects.toThrow(
      /"Employees" has "1\.200".*--decimal point or --decimal comma/,
    );
    const learned = await train(write(varied, { header }), { decimal: 'comma' });
    expect(new Set(learned.rows.map((row) => row[2]))).toEqual(new Set([90, 1200]));
    const dated: Change = (cells, row) => [...cells, `${1 + (row % 12)}/${1 + (row % 11)}/2025`];
    const file = write(dated, { header: [...HEADER, 'Created'] });
    await expect(train(file, { created: 'Created' })).rejects.toThrow(/--dates dmy .*--dates mdy/);
    expect((await train(file, { created: 'Created', dates: 'mdy' })).rows).toHaveLength(ROWS);
  });
});
