import type { Type } from '../types/type.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnum,
  ApexList,
  ApexMap,
  ApexObject,
  ApexRecord,
  ApexSet,
  ApexTypeToken,
  type Value,
} from './values.ts';

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** The text of a value in a concatenation and in String.valueOf. */
export function textOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (value instanceof ApexDouble) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
  if (value instanceof ApexDatetime) return new Date(value.time).toISOString().slice(0, 19).replace('T', ' ');
  if (value instanceof ApexDate) return `${isoDate(value)} 00:00:00`;
  if (value instanceof ApexBlob) return `Blob[${value.text.length}]`;
  if (value instanceof ApexEnum) return value.name;
  if (value instanceof ApexTypeToken) return value.type.qualifiedName;
  if (value instanceof ApexList) return `(${value.items.map(textOf).join(', ')})`;
  if (value instanceof ApexSet) return `{${[...value.items.values()].map(textOf).join(', ')}}`;
  if (value instanceof ApexMap) {
    return `{${[...value.entries.values()].map(([key, item]) => `${textOf(key)}=${textOf(item)}`).join(', ')}}`;
  }
  if (value instanceof ApexRecord) {
    const fields = [...value.fields].map(([name, field]) => `${name}=${textOf(field)}`).join(', ');
    return `${value.type.name}:{${fields}}`;
  }
  if (value instanceof ApexObject) {
    const { message } = (value.native ?? {}) as { message?: unknown };
    // An exception as text is its name and message (aer-dist#4).
    if (isException(value.type)) return `${exceptionName(value.type)}: ${String(message ?? 'Script-thrown exception')}`;
    const text = (value.native as { text?: string } | null)?.text;
    return text ?? `${value.type.name}:[]`;
  }
  return String(value);
}

function isException(type: Type): boolean {
  return type.name === 'Exception' || (type.superType !== null && isException(type.superType));
}

export function exceptionName(type: Type): string {
  if (type.isUser) return type.qualifiedName;
  // Names of other namespaces, such as ConnectApi, have their prefix.
  return type.name.includes('.') ? type.name : `System.${type.name}`;
}

export function isoDate(date: ApexDate): string {
  return new Date(date.day * 86_400_000).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const parts = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
  formats.set(timeZone, format);
  return format;
}

/** The parts of an instant in a time zone. */
export function partsOf(time: number, timeZone: string): Record<string, number> {
  const parts = Object.fromEntries(
    partsFormat(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return { ...parts, millisecond: ((time % 1000) + 1000) % 1000 };
}

/** A SimpleDateFormat pattern with the letters y, M, d, H, h, m, s, S, a and quoted text; null for any other letter. */
export function formatPattern(time: number, pattern: string, timeZone: string): string | null {
  const at = partsOf(time, timeZone) as Record<
    'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond',
    number
  >;
  const letters: Record<string, (length: number) => string> = {
    y: (length) => (length === 2 ? pad(at.year % 100) : String(at.year)),
    M: (length) => pad(at.month, length),
    d: (length) => pad(at.day, length),
    H: (length) => pad(at.hour, length),
    h: (length) => pad(at.hour % 12 || 12, length),
    m: (length) => pad(at.minute, length),
    s: (length) => pad(at.second, length),
    S: (length) => pad(at.millisecond, length),
    a: () => (at.hour < 12 ? 'AM' : 'PM'),
  };
  let unknown = false;
  const text = pattern.replace(/'([^']*)'|([A-Za-z])\2*/g, (whole, quoted: string | undefined, letter: string) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted;
    const format = letters[letter];
    if (!format) unknown = true;
    return format ? format(whole.length) : '';
  });
  return unknown ? null : text;
}
