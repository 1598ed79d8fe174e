import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';
import type { ColumnFinding, ReadingOptions } from './table-reading.ts';
import { textTableOf } from './text-table.ts';

/** Reads columns given by name. */
function read(columns: Record<string, readonly string[]>, options?: ReadingOptions): readonly ColumnFinding[] {
  const names = Object.keys(columns);
  const rows = Array.from({ length: columns[names[0]!]!.length }, (_, row) =>
    names.map((name) => columns[name]![row]!),
  );
  return readTable(textTableOf(names, rows), options).columns;
}
const readOne = (texts: readonly string[], options?: ReadingOptions, name = 'x') =>
  read({ [name]: texts }, options)[0]!;
const many = (count: number, textOf: (row: number) => string) => Array.from({ length: count }, (_, row) => textOf(row));
const valuesOf = ({ values }: ColumnFinding) => [...values.byText];

describe('readTable: numbers among other texts', () => {
  it('reads words such as unknown and TBD as missing numbers, and keeps them among categories', () => {
    const sizes = readOne(['10', '20', 'unknown', '30', 'TBD', 'k.A.']);
    expect([sizes.reading.kind, valuesOf(sizes)]).toEqual(['number', [10, 20, NaN, 30, NaN, NaN]]);
    expect(sizes.unreadable).toMatchObject({
      rows: 3,
      examples: [{ text: 'unknown' }, { text: 'TBD' }, { text: 'k.A.' }],
    });
    expect(valuesOf(readOne(['Web', 'unknown', 'Fair']))).toEqual(['Web', 'unknown', 'Fair']);
    expect(readOne(['unknown', 'unknown', 'unknown', '5']).reading.kind).toBe('category');
  });

  it('says why a column of mostly numbers is read as categories', () => {
    const { reading, notes } = readOne(many(20, (row) => (row % 5 === 0 ? '10 or more' : String(row))));
    expect(reading.kind).toBe('category');
    expect(notes).toEqual([
      expect.stringMatching(/although 80 % .* are numbers, because of others such as "10 or more" 4\. .*--missing/),
    ]);
  });

  it('reads each number of a column with both decimal marks by its own, says so, and asks where a number has none', () => {
    const mixed = ['1,5', '2.5', '1.234,50', '$1,234.75', '7'];
    const column = readOne(mixed);
    expect([column.reading.kind, valuesOf(column)]).toEqual(['number', [1.5, 2.5, 1234.5, 1234.75, 7]]);
    expect(column.notes[0]).toBe('2 numbers have a decimal point and 2 a decimal comma; each is read by its own mark.');
    expect(readOne([...mixed, '1.200']).open).toEqual({ what: 'decimal', example: '1.200' });
    const decided = readOne([...mixed, '1.200'], { decimal: 'comma' });
    expect([decided.open, valuesOf(decided)]).toEqual([undefined, [1.5, 2.5, 1234.5, 1234.75, 7, 1200]]);
  });

  it('joins categories that differ by characters without width', () => {
    expect(new Set(valuesOf(readOne(['Web', 'Web\u200b', '\u2060Web', 'Web'])))).toEqual(new Set(['Web']));
  });
});

describe('readTable: columns that are dates', () => {
  it('reads a column as dates although most of them are impossible', () => {
    const column = readOne(['2025-12-31', '0000-00-00', '0000-00-00']);
    expect([column.reading.kind, column.unreadable.rows]).toEqual(['date', 2]);
  });

  it('reads Excel days in a column of last visits', () => {
    const texts = many(20, (row) => String(45_992 + row));
    expect(readOne(texts, undefined, 'Last Visit').reading.kind).toBe('date');
    expect(readOne(texts, undefined, 'Salary').reading.kind).toBe('number');
  });
});

describe('readTable: numbers', () => {
  it('reads a column as numbers if 98 % of its filled cells are, and shows the others', () => {
    const texts = many(100, (row) => (row < 98 ? String(row % 7) : row === 98 ? 'unknown' : '?'));
    const column = readOne(texts);
    expect(column.reading.kind).toBe('number');
    expect(column.unreadable).toEqual({ rows: 1, examples: [{ text: 'unknown', rows: 1 }] });
    expect(column.missing).toEqual({ rows: 1, texts: [{ text: '?', rows: 1 }] });
    expect(readOne(texts.with(0, 'many').with(1, 'few')).reading.kind).toBe('category');
  });

  it('decides the decimal mark by the column, then by the file, and asks where both leave it open', () => {
    expect(readOne(['1.200', '1.500,5']).reading.decimal).toBe('comma');
    const [open, shown] = read({ open: ['1.200', '90'], shown: ['0,5', '7,25'] });
    expect([open!.reading.decimal, valuesOf(open!)]).toEqual(['comma', [1200, 90]]);
    expect(open!.why).toMatch(/"1\.200".*as in the other columns of the file/);
    expect(shown!.why).toMatch(/decimal comma \("0,5"\)/);
    const alone = readOne(['1.200', '90']);
    expect(alone.open).toEqual({ what: 'decimal', example: '1.200' });
    expect(valuesOf(alone)).toEqual([Number.NaN, 90]);
    expect(valuesOf(readOne(['1.200', '90'], { decimal: 'point' }))).toEqual([1.2, 90]);
  });

  it('says which currencies and percent signs it has read', () => {
    expect(readOne(['$1,200.50', '$3']).notes).toEqual(['Amounts in $.']);
    expect(readOne(['USD 1.5', 'EUR 2.5', 'EUR 3.5']).notes[0]).toMatch(/2 currencies \(EUR 2, USD 1\)/);
    expect(readOne(['45%', '50%', '0.5']).notes[0]).toMatch(/2 of 3 numbers have a percent sign/);
  });

  it.each([
    ['ZIP codes with leading zeros', many(50, (row) => (row % 9 === 0 ? '01234' : '94103')), 'x'],
    ['a few leading zeros among numbers of one length', many(200, (row) => (row === 5 ? '02139' : '94103')), 'x'],
    ['phone numbers', many(30, (row) => `41555501${10 + row}`), 'x'],
    ['international phone numbers', many(30, (row) => `+49 30 12345${10 + row}`), 'x'],
    ['ids beyond 15 digits', many(30, (row) => `12345678901234567${row}`), 'x'],
    ['postal codes by their name', many(30, (row) => String(10115 + row)), 'PostalCode'],
    ['codes such as 1E2', many(30, (row) => `${row % 9}E2`), 'x'],
  ])('never takes %s for quantities', (_, texts, name) => {
    expect(readOne(texts, {}, name).reading.kind).toBe('category');
  });
});

describe('readTable: dates', () => {
  it('decides the order of day and month by the whole column', () => {
    expect(readOne(['03/04/2025', '13/04/2025']).reading).toMatchObject({ kind: 'date', order: 'dmy' });
    expect(readOne(['03/04/2025', '04/13/2025']).reading).toMatchObject({ kind: 'date', order: 'mdy' });
    expect(readOne(['03.04.2025', '05.06.2025']).reading).toMatchObject({ kind: 'date', order: 'dmy' });
  });

  it('asks for the order where neither the column nor the file shows it', () => {
    const [open] = read({ open: ['03/04/2025', '05/06/2025'] });
    expect(open!.open).toEqual({ what: 'dates', example: '03/04/2025' });
    const [decided] = read({ open: ['03/04/2025', '05/06/2025'], other: ['13/04/2025', '01/02/2025'] });
    expect(decided!.reading.order).toBe('dmy');
    expect(readOne(['03/04/2025', '05/06/2025'], { dates: 'mdy' }).reading.order).toBe('mdy');
  });

  it('counts an impossible date as one missing cell', () => {
    const column = readOne([...many(60, (row) => `${1 + (row % 28)}/02/2018`), '29/02/2018']);
    expect(column.reading.kind).toBe('date');
    expect(column.unreadable).toEqual({ rows: 1, examples: [{ text: '29/02/2018', rows: 1 }] });
  });

  it('never takes dates for categories, even where other texts are frequent', () => {
    expect(readOne(many(10, (row) => (row < 6 ? `2025-01-0${row + 1}` : 'not yet'))).reading.kind).toBe('date');
  });

  it('reads days as Excel counts them where the name or a person says that they are dates', () => {
    const texts = ['45292', '45293.5'];
    expect(readOne(texts, {}, 'Created Date').reading).toMatchObject({ kind: 'date', order: 'serial' });
    expect(readOne(texts, {}, 'Income').reading.kind).toBe('number');
    expect(readOne(texts, { dateColumns: ['Income'] }, 'Income').reading.kind).toBe('date');
    expect(valuesOf(readOne(texts, {}, 'Created Date'))[0]).toBe(Date.UTC(2024, 0, 1));
  });
});

describe('readTable: missing texts', () => {
  it('keeps NA as a region among short codes, and counts it as missing elsewhere', () => {
    expect(valuesOf(readOne(['EMEA', 'NA', 'APAC', 'LATAM']))).toEqual(['EMEA', 'NA', 'APAC', 'LATAM']);
    expect(valuesOf(readOne(['DE', 'US', 'NA']))).toContain('NA');
    expect(valuesOf(readOne(['Referral', 'Cold list', 'NA']))).toEqual(['Referral', 'Cold list', null]);
    expect(valuesOf(readOne(['1', 'NA', '2.5', 'N/A', 'none', '-']))).toEqual([
      1,
      Number.NaN,
      2.5,
      ...Array(3).fill(Number.NaN),
    ]);
    expect(readOne(['yes', 'NA', 'no']).reading.kind).toBe('yesNo');
  });

  it('lets a person add and remove texts', () => {
    expect(readOne(['1', 'tbd', '2'], { missing: ['TBD'] }).reading.kind).toBe('number');
    expect(valuesOf(readOne(['Referral', 'Cold list', 'NA'], { notMissing: ['na'] }))).toEqual([
      'Referral',
      'Cold list',
      'NA',
    ]);
  });

  it('keeps "none" as a category of its own next to empty cells', () => {
    expect(valuesOf(readOne(['basic plan', 'none', '']))).toEqual(['basic plan', 'none', null]);
  });
});

describe('readTable: categories', () => {
  it('joins spellings that differ by case or spaces, and says so', () => {
    const column = readOne(['Web', 'web', 'Web', ' WEB ', 'Trade  show', 'Trade show']);
    expect(column.distinct).toBe(2);
    expect(valuesOf(column)).toEqual(['Web', 'Web', 'Web', 'Trade  show', 'Trade  show']);
    expect(column.notes[0]).toMatch(/"Web" is also written "web", " WEB ".*3 rows/);
  });

  it('reads yes and no in several languages, and only one pair in a column', () => {
    expect(valuesOf(readOne(['WAHR', 'falsch']))).toEqual([1, 0]);
    expect(readOne(['yes', 'false']).reading.kind).toBe('category');
  });
});

describe('readTable with what a model knows', () => {
  const known = new Map([['x', { kind: 'number', decimal: 'point', decimals: 2, missing: [''] } as const]]);

  it('reads a number by the marks of the training table only where it has their form', () => {
    expect(valuesOf(readOne(['1,200', '1.25', '1.200'], { known }))).toEqual([1200, 1.25, 1.2]);
    const column = readOne(['1.200'], { known });
    expect([valuesOf(column), column.unreadable.rows]).toEqual([[Number.NaN], 1]);
  });
});

// A pass over the table for each category or column would not end before the time-out.
describe('readTable on hostile tables', () => {
  it('reads 100,000 different categories, 2,000 columns and a cell of 60,000 digits', () => {
    expect(readOne(many(100_000, (row) => `category ${row}`)).distinct).toBe(100_000);
    const wide = Object.fromEntries(many(2000, (column) => `c${column}`).map((name) => [name, many(20, String)]));
    expect(read(wide)).toHaveLength(2000);
    expect(readOne(['9'.repeat(60_000), '1', '2']).reading.kind).toBe('category');
  });
});
