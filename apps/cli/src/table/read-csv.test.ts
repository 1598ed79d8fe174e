import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCsv } from './read-csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function csv(content: string | Buffer): string {
  const file = join(folder, `${(files += 1)}.csv`);
  writeFileSync(file, content);
  return file;
}

describe('readCsv', () => {
  it.each([',', ';', '\t'])('reads a table delimited by %j', (delimiter) => {
    const text = [
      ['id', 'name', 'won'],
      ['1', 'Ada', 'yes'],
    ]
      .map((cells) => cells.join(delimiter))
      .join('\n');
    expect(readCsv(csv(text))).toEqual({ header: ['id', 'name', 'won'], rows: [['1', 'Ada', 'yes']], delimiter });
  });

  it('reads BOM, CRLF, quotes, line breaks in quotes and non-Latin text', () => {
    const table = readCsv(csv('\ufeff"id","note"\r\n"1","said ""yes"",\r\nthen 東京"\r\n'));
    expect(table.header).toEqual(['id', 'note']);
    expect(table.rows).toEqual([['1', 'said "yes",\r\nthen 東京']]);
  });

  it('detects the delimiter outside the quotes of the header', () => {
    expect(readCsv(csv('"a,b,c";d\n1;2\n')).header).toEqual(['a,b,c', 'd']);
  });

  it('drops a nameless column that is empty in every row', () => {
    expect(readCsv(csv('a,b,\n1,2,\n')).header).toEqual(['a', 'b']);
  });

  it.each([
    ['an empty file', '', 'csv_empty', /is empty/],
    ['a ragged row', 'a,b\n1,2\n1,2,3\n', 'csv_ragged', /line 3/],
    ['an unclosed quote', 'a,b\n"1,2\n', 'csv_quotes', /line 2/],
    ['a duplicate header', 'a,b,a\n1,2,3\n', 'csv_header', /two columns are named "a"/],
    ['a column with cells but no name', 'a,\n1,2\n', 'csv_header', /column 2 has cells but no name/],
    ['a binary file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'csv_binary', /Excel workbook/],
    ['a Latin-1 file', Buffer.from('a,b\nx,y\nJos\xe9,2\n', 'latin1'), 'csv_encoding', /line 3/],
  ])('rejects %s with the place', (_, content, code, message) => {
    expect(() => readCsv(csv(content))).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it('rejects a missing file', () => {
    expect(() => readCsv(join(folder, 'absent.csv'))).toThrow(/there is no such file/);
  });
});
