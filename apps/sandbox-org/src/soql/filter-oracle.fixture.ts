/**
 * Random SOQL conditions, each with an implementation in plain JavaScript that is independent of the translation to SQL,
 * so that the two can be compared.
 */

export interface Row {
  readonly [name: string]: unknown;
}

export interface TestCondition {
  readonly soql: string;
  readonly isComparison: boolean;
  matches(row: Row): boolean;
}

/** The rows, and the paths of fields by type. */
export interface TestData {
  readonly rows: readonly Row[];
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  readonly booleans: readonly string[];
  readonly dates: readonly string[];
  readonly times: readonly string[];
  readonly ids: readonly string[];
  readonly now: number;
}

/** The value at a path such as `Owner.Name`; null when any part is missing. */
export const valueAt = (row: Row, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((at, step) => (at === null || at === undefined ? null : ((at as Row)[step] ?? null)), row);

const quoteString = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

const foldCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** Returns a function that makes a random condition of at most this depth. */
export function createConditions(data: TestData, random: () => number): (depth: number) => TestCondition {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const sampleValue = (path: string): unknown => {
    const values = data.rows.map((row) => valueAt(row, path)).filter((value) => value !== null);
    return values.length === 0 ? null : pick(values);
  };
  const comparison = (soql: string, matches: (row: Row) => boolean): TestCondition => ({
    soql,
    isComparison: true,
    matches,
  });
  const order = (sign: string, difference: number): boolean =>
    ({
      '=': difference === 0,
      '!=': difference !== 0,
      '<': difference < 0,
      '<=': difference <= 0,
      '>': difference > 0,
    })[sign] ?? difference >= 0;

  /** Compares with one value. An empty field differs from every value and is neither less nor greater. */
  const compared = (
    path: string,
    literal: string,
    differenceTo: (value: unknown) => number,
    signs: readonly string[],
  ) => {
    const sign = pick(signs);
    return comparison(`${path} ${sign} ${literal}`, (row) => {
      const value = valueAt(row, path);
      return value === null ? sign === '!=' : order(sign, differenceTo(value));
    });
  };
  const ALL_SIGNS = ['=', '!=', '<', '<=', '>', '>='];
  const makers: readonly (() => TestCondition)[] = [
    () => textCondition(pick(data.texts)),
    () => numberCondition(pick(data.numbers)),
    () => {
      const literal = random() < 0.5;
      return compared(pick(data.booleans), String(literal), (value) => (value === literal ? 0 : 1), ['=', '!=']);
    },
    () => timeCondition(pick([...data.times, ...data.dates])),
    () => literalCondition(pick([...data.times, ...data.dates])),
    () => likeCondition(pick(data.texts)),
    () => listCondition(pick([...data.texts, ...data.numbers, ...data.ids])),
    () => emptyCondition(pick([...data.texts, ...data.numbers, ...data.times, ...data.dates, ...data.ids])),
  ];

  function textCondition(path: string): TestCondition {
    const value = String(sampleValue(path) ?? 'x');
    const text = random() < 0.3 ? value.toUpperCase() : value;
    // Beyond ASCII the platform sorts by the user's locale.
    const signs =
      /^[ -~]*$/.test(text) && data.rows.every((row) => /^[ -~]*$/.test(String(valueAt(row, path) ?? '')))
        ? ALL_SIGNS
        : ['=', '!='];
    const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
    return compared(path, quoteString(text), (each) => compare(String(foldCase(each)), text.toLowerCase()), signs);
  }
  function numberCondition(path: string): TestCondition {
    const value = Number(sampleValue(path) ?? 5);
    return compared(path, String(value), (each) => Number(each) - value, ALL_SIGNS);
  }
  function timeCondition(path: string): TestCondition {
    const text = String(sampleValue(path) ?? '2026-06-01');
    const at = Date.parse(text.replace('+0000', 'Z'));
    const shifted = (hours: number): string => new Date(at + hours * 3_600_000).toISOString().slice(0, 23);
    const literals = [
      `${shifted(0)}Z`,
      `${shifted(0).replace('.000', '')}Z`,
      `${shifted(2)}+02:00`,
      `${shifted(-5)}-0500`,
    ];
    const literal = data.dates.includes(path) ? text : pick(literals);
    return compared(path, literal, (value) => Date.parse(String(value).replace('+0000', 'Z')) - at, ALL_SIGNS);
  }
  function literalCondition(path: string): TestCondition {
    const [literal, from, to] = dateLiteral(data.now, pick, 1 + Math.floor(random() * 5));
    const compareToRange = (value: unknown): number => {
      const at = Date.parse(String(value).replace('+0000', 'Z'));
      return at < from ? -1 : Number(at >= to);
    };
    return compared(path, literal, compareToRange, ALL_SIGNS);
  }
  function likeCondition(path: string): TestCondition {
    const value = String(sampleValue(path) ?? 'x');
    const at = Math.floor(random() * value.length);
    const escaped = (text: string): string => text.replace(/[\\%_']/g, '\\$&');
    const [head, letter, tail] = [value.slice(0, at), value.slice(at, at + 1), value.slice(at + 1)].map(escaped) as [
      string,
      string,
      string,
    ];
    const lower = value.toLowerCase();
    const [pattern, matchesPattern] = pick<readonly [string, (text: string) => boolean]>([
      [`${head}${letter}%`, (text) => text.startsWith(lower.slice(0, at + 1))],
      [`%${tail}`, (text) => text.endsWith(lower.slice(at + 1))],
      [`%${letter}%`, (text) => text.includes(lower.slice(at, at + 1))],
      [
        `${head}_${tail}`,
        (text) =>
          text.length === lower.length && text.startsWith(lower.slice(0, at)) && text.endsWith(lower.slice(at + 1)),
      ],
    ]);
    return comparison(`${path} LIKE '${pattern}'`, (row) => {
      const found = valueAt(row, path);
      return found !== null && matchesPattern(String(found).toLowerCase());
    });
  }
  function listCondition(path: string): TestCondition {
    const values: unknown[] = [sampleValue(path), sampleValue(path), random() < 0.2 ? null : sampleValue(path)];
    const literals = values.map((value) => {
      if (value === null || typeof value === 'number') return String(value);
      return quoteString(data.ids.includes(path) && random() < 0.5 ? String(value).slice(0, 15) : String(value));
    });
    const listed = new Set(values.map(data.ids.includes(path) ? (value) => value : foldCase));
    const isNot = random() < 0.4;
    return comparison(`${path} ${isNot ? 'NOT IN' : 'IN'} (${literals.join(', ')})`, (row) => {
      const value = valueAt(row, path);
      return listed.has(data.ids.includes(path) ? value : foldCase(value)) !== isNot;
    });
  }
  function emptyCondition(path: string): TestCondition {
    const isEmpty = random() < 0.5;
    return comparison(`${path} ${isEmpty ? '=' : '!='} null`, (row) => (valueAt(row, path) === null) === isEmpty);
  }
  const nest = (part: TestCondition): string => (part.isComparison && random() < 0.6 ? part.soql : `(${part.soql})`);

  return function condition(depth): TestCondition {
    const kind = depth === 0 ? 'comparison' : pick(['comparison', 'not', 'and', 'or']);
    if (kind === 'comparison') return pick(makers)();
    if (kind === 'not') {
      const part = condition(depth - 1);
      return { soql: `NOT ${nest(part)}`, isComparison: false, matches: (row) => !part.matches(row) };
    }
    const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () => condition(depth - 1));
    const soql = parts.map(nest).join(kind === 'and' ? ' AND ' : ' OR ');
    const matches = (row: Row): boolean =>
      kind === 'and' ? parts.every((part) => part.matches(row)) : parts.some((part) => part.matches(row));
    return { soql, isComparison: false, matches };
  };
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The start of the unit that is `steps` away from the current one. */
function startOfUnit(unit: Unit, now: number, steps: number): number {
  const at = new Date(now);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (unit === 'DAY') return Date.UTC(year, month, day + steps);
  if (unit === 'WEEK') return Date.UTC(year, month, day - at.getUTCDay() + 7 * steps);
  if (unit === 'MONTH') return Date.UTC(year, month + steps, 1);
  if (unit === 'QUARTER') return Date.UTC(year, month - (month % 3) + 3 * steps, 1);
  return Date.UTC(year + steps, 0, 1);
}

function dateLiteral(
  now: number,
  pick: <Item>(items: readonly Item[]) => Item,
  count: number,
): readonly [literal: string, from: number, to: number] {
  const unit = pick<Unit>(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']);
  const large = pick<Unit>(['WEEK', 'MONTH', 'QUARTER', 'YEAR']);
  const span = (of: Unit, from: number, to: number) => [startOfUnit(of, now, from), startOfUnit(of, now, to)] as const;
  return pick<readonly [string, number, number]>([
    ['TODAY', ...span('DAY', 0, 1)],
    ['YESTERDAY', ...span('DAY', -1, 0)],
    ['LAST_90_DAYS', ...span('DAY', -90, 1)],
    ['NEXT_90_DAYS', ...span('DAY', 1, 91)],
    [`LAST_${large}`, ...span(large, -1, 0)],
    [`THIS_${large}`, ...span(large, 0, 1)],
    [`NEXT_${large}`, ...span(large, 1, 2)],
    ['THIS_FISCAL_QUARTER', ...span('QUARTER', 0, 1)],
    ['LAST_FISCAL_YEAR', ...span('YEAR', -1, 0)],
    [`N_FISCAL_QUARTERS_AGO:${count}`, ...span('QUARTER', -count, -count + 1)],
    [`LAST_N_${unit}S:${count}`, ...span(unit, -count, unit === 'DAY' ? 1 : 0)],
    [`NEXT_N_${unit}S:${count}`, ...span(unit, 1, count + 1)],
    [`N_${unit}S_AGO:${count}`, ...span(unit, -count, -count + 1)],
  ]);
}
