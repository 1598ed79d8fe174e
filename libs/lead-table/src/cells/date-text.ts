import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { parseInstant, type Instant } from '@leadlight/lead-features';
import { plainText } from './fold.ts';
import { monthOfName } from './month-names.ts';

/** A text as a date: the instants that it is in each order of day and month; undefined where it is an impossible date. */
export interface DateText {
  readonly dmy: Instant | undefined;
  readonly mdy: Instant | undefined;
  /** Dots are used where the day comes first, which decides a column that nothing else decides. */
  readonly dots: boolean;
}

const MAX_LENGTH = 80;
/** Hours from UTC. @source RFC 5322, obs-zone; and those of Central Europe */
const NAMED_ZONES: Readonly<Record<string, number>> = {
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
  ...{ CET: 1, CEST: 2, MEZ: 1, MESZ: 2 },
};
const ZONE = String.raw`(?:\s?(Z|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|UTC|GMT|${Object.keys(NAMED_ZONES).join('|')})(?:\s?\([^)]*\))?)?`;
const TIME = String.raw`(?:(?:,\s?|\s+|T)(?:um\s|at\s)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?\s?([AaPp]\.?[Mm]\.?)?(?:\s?Uhr)?${ZONE})?`;
const NUMERIC = new RegExp(String.raw`^(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?${TIME}$`);
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([./年-])(\d{1,2})[./月-](\d{1,2})日?${TIME}$`);
/** 31 Dec 2025, 31 de diciembre de 2025 */
const DAY_MONTH_YEAR = new RegExp(
  String.raw`^(?:\p{L}{2,}\.?,?\s)?(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s-](?:de\s)?(\p{L}{3,})\.?,?[\s-](?:de\s)?(\d{4}|\d{2})${TIME}$`,
  'u',
);
/** Dec 31, 2025 */
const MONTH_DAY_YEAR = new RegExp(
  String.raw`^(?:\p{L}{3,}\.?,?\s)?(\p{L}{3,})\.?[\s-](\d{1,2})(?:st|nd|rd|th)?,?[\s-](\d{4})${TIME}$`,
  'u',
);
const STARTS_WITH_YEAR = /^\d{4}-/;
const YEAR_AND_MONTH = /^(\d{4})-(\d{2})$/;
const MONTH_AND_YEAR = /^(\p{L}{3,})\.?[\s-](\d{4})$/u;
const COMPACT = /^(19|20)(\d{2})(\d{2})(\d{2})$/;
/** Two-digit years up to it are in this century. @source POSIX strptime */
const LAST_YEAR_OF_2000S = 68;

/** The dates that a text may be; undefined where it does not have the form of a date. */
export function parseDateText(text: string): DateText | undefined {
  if (text.length > MAX_LENGTH || !/[-./年\s]/.test(text) || !/\d/.test(text)) return undefined;
  const plain = plainText(text);
  const iso = STARTS_WITH_YEAR.test(plain) ? parseInstant(plain) : undefined;
  if (iso !== undefined) return certain(iso);
  return numericDate(plain) ?? yearFirst(plain) ?? namedMonth(plain);
}

const certain = (at: Instant | undefined): DateText => ({ dmy: at, mdy: at, dots: false });

function numericDate(text: string): DateText | undefined {
  const match = NUMERIC.exec(text);
  if (!match) return undefined;
  const [, first, separator, second, year, ...time] = match;
  const [a, b, y] = [Number(first), Number(second), fullYear(year!)];
  const atTime = timeOf(time);
  const instant = (month: number, day: number) => instantOf(y, month, day, atTime);
  return { dmy: instant(b, a), mdy: instant(a, b), dots: separator === '.' };
}

function yearFirst(text: string): DateText | undefined {
  const match = YEAR_FIRST.exec(text);
  if (match) {
    const [, year, , month, day, ...time] = match;
    return certain(instantOf(Number(year), Number(month), Number(day), timeOf(time)));
  }
  const month = YEAR_AND_MONTH.exec(text);
  return month ? certain(instantOf(Number(month[1]), Number(month[2]), 1, 0)) : undefined;
}

function namedMonth(text: string): DateText | undefined {
  const dayFirst = DAY_MONTH_YEAR.exec(text);
  if (dayFirst) {
    const [, day, name, year, ...time] = dayFirst;
    const month = monthOfName(name!);
    return month === undefined ? undefined : certain(instantOf(fullYear(year!), month, Number(day), timeOf(time)));
  }
  const nameFirst = MONTH_DAY_YEAR.exec(text);
  if (nameFirst) {
    const [, name, day, year, ...time] = nameFirst;
    const month = monthOfName(name!);
    return month === undefined ? undefined : certain(instantOf(Number(year), month, Number(day), timeOf(time)));
  }
  const only = MONTH_AND_YEAR.exec(text);
  const month = only && monthOfName(only[1]!);
  return month ? certain(instantOf(Number(only[2]), month, 1, 0)) : undefined;
}

/** Excel's day 25569 is 1970-01-01; its first days, before March 1900, are off by one and never dates of leads. */
const SERIAL_OF_1970 = 25_569;
/** 1982 to 2064. */
const [MIN_SERIAL, MAX_SERIAL] = [30_000, 60_000];
const SERIAL_START = /^\s*\d{5}(?!\d)/;
const SERIAL = /^\d{5}(?:[.,]\d{1,12})?$/;

/** The instant of a day number of Excel; undefined for other texts. */
export function parseSerial(text: string): Instant | undefined {
  if (text.length > MAX_LENGTH || !SERIAL_START.test(text)) return undefined;
  const plain = plainText(text);
  if (!SERIAL.test(plain)) return undefined;
  const days = Number(plain.replace(',', '.'));
  if (days < MIN_SERIAL || days > MAX_SERIAL) return undefined;
  // Excel stores seconds as fractions of a day with rounding errors.
  return Math.round((days - SERIAL_OF_1970) * (DAY_MS / 1000)) * 1000;
}

/** The instant of eight digits such as 20251231; undefined for other texts. */
export function parseCompactDate(text: string): Instant | undefined {
  const match = COMPACT.exec(text.length > MAX_LENGTH ? '' : plainText(text));
  return match ? instantOf(Number(match[1]! + match[2]!), Number(match[3]), Number(match[4]), 0) : undefined;
}

const fullYear = (digits: string): number => {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year <= LAST_YEAR_OF_2000S ? 2000 + year : 1900 + year;
};

/** @param parts hour, minute, second, AM or PM, zone @returns milliseconds of the day; undefined for an impossible time */
function timeOf([hour, minute, second = '0', half, zone]: readonly (string | undefined)[]): number | undefined {
  if (hour === undefined) return 0;
  let hours = Number(hour);
  const [minutes, seconds] = [Number(minute), Number(second)];
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000 - zoneMs(zone);
}

function zoneMs(zone: string | undefined): number {
  const match = /([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (!match) return (NAMED_ZONES[zone ?? ''] ?? 0) * HOUR_MS;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR_MS + Number(match[3]) * MINUTE_MS);
}

function instantOf(year: number, month: number, day: number, time: number | undefined): Instant | undefined {
  if (time === undefined || month < 1 || month > 12) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  return midnight.getTime() + time;
}
