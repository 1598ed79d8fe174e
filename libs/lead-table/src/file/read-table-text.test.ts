import { describe, expect, it } from 'vitest';
import { cellsOf, headerOf } from '../table/text-table.ts';
import { readTableText } from './read-table-text.ts';
import type { TableProblem } from './table-records.ts';

class Problem extends Error {
  readonly problem: TableProblem;

  constructor(problem: TableProblem) {
    super(JSON.stringify(problem));
    this.problem = problem;
  }
}

const read = (text: string) =>
  readTableText([text], (problem) => {
    throw new Problem(problem);
  });
async function tableOf(text: string) {
  const { table } = await read(text);
  return [headerOf(table), ...Array.from({ length: table.rowCount }, (_, row) => cellsOf(table, row))];
}
const lines = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');

describe('readTableText: delimiters', () => {
  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    expect(await tableOf(`a${delimiter}b\n1${delimiter}2\n`)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('is not misled by decimal commas in every row, nor by delimiters in quotes', async () => {
    expect((await read(`x;y\n${lines(50, (row) => `${row},5;1,25`)}`)).dialect.delimiter).toBe(';');
    expect(await tableOf('"a,b,c";d\n1;2\n')).toEqual([
      ['a,b,c', 'd'],
      ['1', '2'],
    ]);
  });

  it('takes the delimiter from the first line that Excel writes', async () => {
    const { dialect, table } = await read('sep=|\na|b;c\n1|2;3\n');
    expect([dialect.hasSepLine, headerOf(table)]).toEqual([true, ['a', 'b;c']]);
    await expect(read('sep=;\na;b\n1;2\n1;2;3\n')).rejects.toThrow('"line":4');
  });
});

describe('readTableText: lines that are no rows', () => {
  it('passes over titles before the header, also padded ones', async () => {
    const { table, passedOver } = await read(`Leads\nAs of 2026-11-20\n\na,b,c\n${lines(9, (row) => `${row},x,y`)}`);
    expect([headerOf(table), table.rowCount]).toEqual([['a', 'b', 'c'], 9]);
    expect(passedOver).toEqual([
      {
        what: 'preamble',
        count: 2,
        examples: [
          { line: 1, text: 'Leads' },
          { line: 2, text: 'As of 2026-11-20' },
        ],
      },
    ]);
    const padded = await read(`Leads,,,\na,b,c,d\n${lines(9, (row) => `${row},x,y,z`)}`);
    expect(headerOf(padded.table)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('passes over the notes under a report, also padded ones', async () => {
    const notes = [
      '',
      '"My report"',
      '"Copyright (c) 2026 salesforce.com"',
      '"Confidential Information - Do Not Distribute"',
    ];
    const { table, passedOver } = await read(`a,b,c\n1,2,3\n${notes.join('\n')}`);
    expect([table.rowCount, passedOver[0]!.what, passedOver[0]!.count]).toEqual([1, 'footer', 3]);
    const padded = await read('a,b,c\n1,2,3\nConfidential Information - Do Not Distribute,,\n');
    expect(padded.table.rowCount).toBe(1);
  });

  it('leaves out totals at the end and amid the rows, and keeps a company of that name', async () => {
    const { table, passedOver } = await read(
      'company,region,leads,amount,note\nTotal,FR,3,10,x\nA,FR,1,2,y\nSubtotal,,4,,\nB,DE,1,2,z\nGrand Total,,,14,\n',
    );
    expect(table.columns[0]!.texts.filter((_, code) => table.columns[0]!.codes.includes(code))).toEqual([
      'Total',
      'A',
      'B',
    ]);
    expect(passedOver).toEqual([
      { what: 'totals', count: 2, examples: [{ text: 'Grand Total, 14' }, { text: 'Subtotal, 4' }] },
    ]);
  });

  it('names the line of a row with too many or too few cells', async () => {
    await expect(read('a,b\n1,2\n1,2,3\n3,4\n')).rejects.toThrow('"line":3');
    await expect(read('a,b,c\n1,2,3\n4,5\n')).rejects.toThrow('"line":3,"cells":2,"width":3');
    await expect(read(`a,b,c\n${lines(9, () => '1,2,3,4')}`)).rejects.toThrow('"line":1,"cells":3,"width":4');
    await expect(read('')).rejects.toThrow('empty');
  });
});

const FOUR = 'Id,Source,Size,Won\n1,Web,10,yes\n2,Fair,20,no\n3,Web,40,no\n';

describe('readTableText: lines that are no leads', () => {
  const REPORT_NOTES = [
    ['Vertrauliche Informationen – nicht weitergeben', 'Erstellt von: Jürgen', 'Acme GmbH'],
    ['Informations confidentielles - Ne pas diffuser', 'Acme SA'],
    ['Información confidencial: no distribuir', 'Acme SA'],
    ['機密情報 - 配布禁止'],
    ['3 Datensätze'],
    ['Confidential Information - Do Not Distribute', 'Copyright (c) 2026 salesforce.com, inc.'],
  ];
  it.each(REPORT_NOTES)('passes over the notes of a report, also padded by a spreadsheet: %s', async (...notes) => {
    for (const padding of ['', ',,,']) {
      const { table, passedOver } = await read(`${FOUR}${notes.map((note) => `${note}${padding}\n`).join('')}`);
      expect([table.rowCount, passedOver]).toMatchObject([3, [{ what: 'footer', count: notes.length }]]);
    }
  });

  const TOTALS = [
    'Total,3 records,70,1',
    ',Total,70,1',
    'Grand Total,3,70,1',
    'Moyenne,,23,',
    'Media,,23,',
    'Promedio,,23,',
    'Anzahl,3,,',
    'Summe:,,70,',
    ',,70,',
  ];
  it.each(TOTALS)('leaves out the totals under the table: %s', async (row) => {
    const { table, passedOver } = await read(`${FOUR}${row}\n`);
    expect([table.rowCount, passedOver]).toMatchObject([3, [{ what: 'totals', count: 1 }]]);
  });

  it.each(['Total,Web,5,no\n4,Web,30,yes', ',,71,', 'Total Wine,Web,5,no', 'Media,Web,5,no'])(
    'keeps leads that look like totals: %s',
    async (row) => {
      expect((await read(`${FOUR}${row}\n`)).table.rowCount).toBe(3 + row.split('\n').length);
    },
  );

  it('leaves out rows without any cell, and counts them', async () => {
    const { table, passedOver } = await read(`${FOUR.replace('2,Fair', ',,,\n2,Fair')},,,\n , ,,\n`);
    expect([table.rowCount, passedOver]).toMatchObject([3, [{ what: 'empty', count: 3 }]]);
  });
});

describe('readTableText: headers', () => {
  it('finds the header under title lines that fill half of the columns', async () => {
    const { table, passedOver } = await read(`Leads Q3,,,\nrun by,Jim,,\n,,,\n${FOUR}`);
    expect(headerOf(table)).toEqual(['Id', 'Source', 'Size', 'Won']);
    expect(passedOver).toMatchObject([
      { what: 'preamble', count: 3, examples: [{ text: 'Leads Q3' }, { text: 'run by, Jim' }] },
    ]);
    // A column without a name is no reason to take a row for the header.
    expect(headerOf((await read('Id,Source,,\n1,Web,10,5\n2,Fair,20,6\n')).table)).toHaveLength(4);
  });

  it('reads rows that end in a delimiter where the header does not, and the other way round', async () => {
    for (const text of [FOUR.replaceAll(/(yes|no)\n/g, '$1,\n'), FOUR.replace('Won\n', 'Won,\n')]) {
      expect(headerOf((await read(text)).table)).toEqual(['Id', 'Source', 'Size', 'Won']);
    }
    await expect(read(FOUR.replaceAll(/(yes|no)\n/g, '$1,x\n'))).rejects.toThrow('"line":1,"cells":4,"width":5');
  });

  it('drops a nameless column without cells, and names one with cells', async () => {
    expect(await tableOf('a,b,\n1,2,\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect((await read(',a\n0,x\n')).namedColumns).toEqual(['Column 1']);
  });

  it('rejects two columns of one name', async () => {
    await expect(read('a,b,a\n1,2,3\n')).rejects.toThrow('two columns are named');
  });
});

describe('readTableText: large files', () => {
  const cell = (row: number, column: number) =>
    [`R${row}`, `"say ""${row % 7}"", ${row % 5000}"`, row % 3 === 0 ? 'Köln' : '', `${row % 6000}.5`][column]!;
  const meant = (row: number) => [`R${row}`, `say "${row % 7}", ${row % 5000}`, cell(row, 2), cell(row, 3)];
  const text = `a,b,c,d\n${lines(30_000, (row) => [0, 1, 2, 3].map((column) => cell(row, column)).join(','))}\n`;

  it('reads tens of thousands of different texts, in pieces of any length', async () => {
    const pieces = Array.from({ length: Math.ceil(text.length / 99_991) }, (_, i) =>
      text.slice(i * 99_991, (i + 1) * 99_991),
    );
    const { table } = await readTableText(pieces, (problem) => {
      throw new Problem(problem);
    });
    expect(table.rowCount).toBe(30_000);
    for (let row = 0; row < table.rowCount; row += 1) expect(cellsOf(table, row)).toEqual(meant(row));
  });

  it('names the first thing that is wrong', async () => {
    await expect(read(`${text}1,2\n1,2,3,4\n"x"y,2,3,4\n`)).rejects.toThrow('"kind":"ragged","line":30002');
    await expect(read(`${text}1,2,3,4\n"x"y,2,3,4\n`)).rejects.toThrow('"kind":"quotes","line":30003');
  });
});
