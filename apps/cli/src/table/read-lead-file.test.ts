import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cellsOf, headerOf } from '@leadlight/lead-table';
import { afterAll, describe, expect, it } from 'vitest';
import { workbook } from '../testing/workbook.ts';
import { readLeadFile, type LeadFileOptions } from './read-lead-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
async function read(content: string | Uint8Array, options?: LeadFileOptions) {
  const file = join(folder, `${(files += 1)}.csv`);
  writeFileSync(file, content);
  const { table, ...rest } = await readLeadFile(file, options);
  return {
    header: headerOf(table),
    rows: Array.from({ length: table.rowCount }, (_, row) => cellsOf(table, row)),
    ...rest,
  };
}
const rejection = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });
const LEADS = 'id,city\n1,Köln\n2,Łódź\n';

describe('readLeadFile: encodings', () => {
  it.each([
    ['UTF-8', Buffer.from(LEADS)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${LEADS}`)],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${LEADS}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(LEADS, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${LEADS}`, 'utf16le').swap16()],
    ['gzip', gzipSync(LEADS)],
  ])('reads %s', async (_, content) => {
    const { header, rows } = await read(content);
    expect([header, ...rows]).toEqual([
      ['id', 'city'],
      ['1', 'Köln'],
      ['2', 'Łódź'],
    ]);
  });

  it('reads a file that is not UTF-8 as Windows-1252, and says so', async () => {
    const { rows, notes, encoding } = await read(
      Buffer.from([...Buffer.from('id,price\n1,5 '), 0x80, ...Buffer.from('\n2,K\xf6ln\n', 'latin1')]),
    );
    expect([encoding, rows]).toEqual([
      'windows-1252',
      [
        ['1', '5 €'],
        ['2', 'Köln'],
      ],
    ]);
    expect(notes).toEqual([
      'Its encoding is assumed to be Windows-1252, because line 2 is not UTF-8; --encoding names another.',
    ]);
  });

  it('reads a named encoding, and rejects an unknown one', async () => {
    const latin2 = Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xa3, 0x2c, 0x31, 0x0a]);
    expect((await read(latin2, { encoding: 'iso-8859-2' })).rows).toEqual([['Ł', '1']]);
    await expect(read(LEADS, { encoding: 'utf-9' })).rejects.toEqual(
      rejection('options', /utf-9 is not a known encoding/),
    );
    await expect(read(Buffer.from('a\n\xe9\n', 'latin1'), { encoding: 'utf-8' })).rejects.toEqual(
      rejection('csv_encoding', /not utf-8/),
    );
  });

  it.each([
    [
      'damaged UTF-8',
      Buffer.concat([Buffer.from(LEADS), Buffer.from([0x33, 0x2c, 0xc5, 0x0a])]),
      'csv_encoding',
      /line 4/,
    ],
    ['a binary file', Buffer.from([1, 2, 3, 0, 5, 6]), 'csv_binary', /neither text nor a workbook/],
    ['an empty file', '', 'csv_empty', /is empty/],
    ['a damaged workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'file_unreadable', /Cannot read the workbook/],
    ['a ragged row', 'a,b\n1,2\n1,2,3\n', 'csv_ragged', /line 3: 3 cells, but the other lines have 2/],
    ['an unclosed quote', 'a,b\n"1,2\n', 'csv_quotes', /line 2/],
    ['a duplicate header', 'a,b,a\n1,2,3\n', 'csv_header', /two columns are named "a"/],
  ])('rejects %s with the place', async (_, content, code, message) => {
    await expect(read(content)).rejects.toEqual(rejection(code, message));
  });

  it('says that a file has a header only', async () => {
    expect((await read('id,city\n')).notes).toEqual(['It has a header, and no rows under it.']);
  });

  it('rejects a missing file', async () => {
    await expect(readLeadFile(join(folder, 'absent.csv'))).rejects.toThrow(/there is no such file/);
  });
});

describe('readLeadFile: workbooks', () => {
  const file = workbook({
    'Q3 leads': [
      ['Leads with outcome'],
      ['id', 'amount', 'created', 'won', 'note'],
      ['1', 1.234, { serial: 45292 }, true, 'a & b'],
      ['2', 1500, { serial: 45293.5 }, false, null],
      ['Grand Total', 1501.234, null, null, null],
    ],
    Other: [
      ['x', 'y'],
      ['1', '2'],
    ],
  });

  it('says that a text which looks like a number is read with a decimal point', async () => {
    const { notes } = await read(
      workbook({
        Leads: [
          ['id', 'size'],
          ['1', '1.200'],
          ['2', 90],
        ],
      }),
    );
    expect(notes).toEqual([expect.stringMatching(/cell "1\.200" is text, not a number.*--decimal comma/)]);
    expect(
      (
        await read(
          workbook({
            Leads: [
              ['id', 'size'],
              ['1', 1.234],
              ['2', 90],
            ],
          }),
        )
      ).notes,
    ).toEqual([]);
  });

  it('reads the first sheet, with dates in ISO form and without titles and totals', async () => {
    const { header, rows, notes, isWorkbook } = await read(file);
    expect([header, ...rows]).toEqual([
      ['id', 'amount', 'created', 'won', 'note'],
      ['1', '1.234', '2024-01-01', 'TRUE', 'a & b'],
      ['2', '1500', '2024-01-02 12:00:00', 'FALSE', ''],
    ]);
    expect(isWorkbook).toBe(true);
    expect(notes).toEqual([
      'The sheet "Q3 leads" is read, and not "Other": --sheet names another.',
      '1 line before the header is passed over: "Leads with outcome".',
      '1 row of totals is left out, because it is not a lead: "Grand Total, 1501.234".',
    ]);
  });

  it('reads more rows than a call can have arguments', async () => {
    const leads = Array.from({ length: 150_000 }, (_, row) => [row, row % 7]);
    const { rows } = await read(workbook({ Leads: [['id', 'size'], ...leads] }));
    expect(rows).toHaveLength(150_000);
  });

  it('reads a named sheet, and names the sheets where there is none of that name', async () => {
    expect((await read(file, { sheet: 'Other' })).rows).toEqual([['1', '2']]);
    await expect(read(file, { sheet: 'Leeds' })).rejects.toEqual(rejection('sheet_absent', /Q3 leads, Other/));
  });
});
