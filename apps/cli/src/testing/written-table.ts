import { DAY_MS } from '@leadlight/common';
import fc from 'fast-check';

/** A value of a cell: what is meant, not how it is written. Null = missing. */
export interface MeantRow {
  readonly id: string;
  readonly amount: number | null;
  readonly employees: number | null;
  /** Days since 1970. */
  readonly created: number | null;
  readonly source: string | null;
  readonly optIn: boolean | null;
}

/** How a person's program writes a table. */
export interface WritingStyle {
  readonly encoding:
    'utf-8' | 'utf-8 with mark' | 'utf-16le' | 'utf-16le with mark' | 'utf-16be with mark' | 'windows-1252';
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly lineEnds: readonly ('\n' | '\r\n' | '\r')[];
  readonly sepLine: boolean;
  readonly preamble: boolean;
  readonly footer: boolean;
  readonly quoteAll: boolean;
  readonly decimal: '.' | ',';
  readonly grouping: '' | 'other' | ' ' | '\u00a0' | "'";
  readonly currency: '' | '$' | '€ after' | 'USD ';
  readonly brackets: boolean;
  readonly date: 'iso' | 'd.m.y' | 'd/m/y' | 'm/d/y' | 'm/d/yy' | 'd/m/y h:m';
  readonly missing: '' | 'NA' | '-' | 'n/a';
  readonly yes: readonly [yes: string, no: string];
}

const SOURCES = ['Web', 'Messe Köln', 'Café; "am Ring", 2', 'Trade\nshow', 'Référral', 'Partner'];

export const meantRows = fc.array(
  fc.record({
    id: fc.nat(999_999).map((id) => `L-${id}`),
    amount: fc.option(
      fc.integer({ min: -5_000_000_00, max: 5_000_000_00 }).map((cents) => cents / 100),
      { freq: 8 },
    ),
    employees: fc.option(fc.nat(90_000), { freq: 8 }),
    created: fc.option(fc.integer({ min: 14_000, max: 20_000 }), { freq: 8 }),
    source: fc.option(fc.constantFrom(...SOURCES), { freq: 8 }),
    optIn: fc.option(fc.boolean(), { freq: 8 }),
  }),
  { minLength: 5, maxLength: 60 },
);

const YES_NO: readonly (readonly [string, string])[] = [
  ['yes', 'no'],
  ['TRUE', 'FALSE'],
  ['1', '0'],
  ['WAHR', 'FALSCH'],
  ['Y', 'N'],
];

export const writingStyles: fc.Arbitrary<WritingStyle> = fc.record({
  encoding: fc.constantFrom(
    ...(['utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16le with mark', 'utf-16be with mark', 'windows-1252'] as const),
  ),
  delimiter: fc.constantFrom(...([',', ';', '\t', '|'] as const)),
  lineEnds: fc.array(fc.constantFrom(...(['\n', '\r\n', '\r'] as const)), { minLength: 1, maxLength: 3 }),
  sepLine: fc.boolean(),
  preamble: fc.boolean(),
  footer: fc.boolean(),
  quoteAll: fc.boolean(),
  decimal: fc.constantFrom(...(['.', ','] as const)),
  grouping: fc.constantFrom(...(['', 'other', ' ', '\u00a0', "'"] as const)),
  currency: fc.constantFrom(...(['', '$', '€ after', 'USD '] as const)),
  brackets: fc.boolean(),
  date: fc.constantFrom(...(['iso', 'd.m.y', 'd/m/y', 'm/d/y', 'm/d/yy', 'd/m/y h:m'] as const)),
  missing: fc.constantFrom(...(['', 'NA', '-', 'n/a'] as const)),
  yes: fc.constantFrom(...YES_NO),
});

export const HEADER = ['Lead ID', 'Amount', 'Employees', 'Created', 'Source', 'Opt In'];

/** The bytes of a file with these rows in this style. */
export function writeTable(rows: readonly MeantRow[], style: WritingStyle): Buffer {
  const { delimiter, lineEnds, sepLine, preamble, footer } = style;
  const records = [HEADER, ...rows.map((row) => cellsOf(row, style))].map((cells) =>
    cells.map((cell) => quoted(cell, style)).join(delimiter),
  );
  const lines = [
    ...(sepLine ? [`sep=${delimiter}`] : []),
    ...(preamble ? ['"Leads with outcome"', ''] : []),
    ...records,
    ...(footer
      ? ['', '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."', '"Généré par A. Tester"']
      : []),
  ];
  const text = lines.map((line, index) => line + lineEnds[index % lineEnds.length]!).join('');
  return encode(text, style.encoding);
}

function cellsOf(row: MeantRow, style: WritingStyle): string[] {
  const { missing, yes } = style;
  return [
    row.id,
    row.amount === null ? missing : amountText(row.amount, style),
    row.employees === null ? missing : numberText(row.employees, 0, style),
    row.created === null ? missing : dateText(row.created, style),
    row.source ?? '',
    row.optIn === null ? missing : yes[row.optIn ? 0 : 1],
  ];
}

function amountText(amount: number, style: WritingStyle): string {
  const plain = numberText(Math.abs(amount), 2, style);
  const { currency, brackets } = style;
  const shown = currency === '€ after' ? `${plain} €` : `${currency}${plain}`;
  return amount >= 0 ? shown : brackets ? `(${shown})` : `-${shown}`;
}

function numberText(value: number, decimals: number, { decimal, grouping }: WritingStyle): string {
  const [whole, fraction] = value.toFixed(decimals).split('.') as [string, string | undefined];
  const separator = grouping === 'other' ? (decimal === '.' ? ',' : '.') : grouping;
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, separator);
  return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
}

function dateText(days: number, { date }: WritingStyle): string {
  const [year, month, day] = new Date(days * DAY_MS).toISOString().slice(0, 10).split('-') as [string, string, string];
  const [m, d] = [String(Number(month)), String(Number(day))];
  switch (date) {
    case 'iso':
      return `${year}-${month}-${day}`;
    case 'd.m.y':
      return `${day}.${month}.${year}`;
    case 'd/m/y':
      return `${d}/${m}/${year}`;
    case 'm/d/y':
      return `${m}/${d}/${year}`;
    case 'm/d/yy':
      return `${m}/${d}/${year.slice(2)}`;
    case 'd/m/y h:m':
      return `${d}/${m}/${year} 0:00`;
  }
}

function quoted(cell: string, { delimiter, quoteAll }: WritingStyle): string {
  const needed = quoteAll || cell.includes(delimiter) || /["\r\n]/.test(cell);
  return needed ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function encode(text: string, encoding: WritingStyle['encoding']): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16le with mark':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be with mark':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from(Array.from(text, (character) => (character === '€' ? 0x80 : character.charCodeAt(0))));
  }
}
