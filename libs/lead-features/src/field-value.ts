import { findOwn } from '@leadlight/common';
import type { FieldValue } from './lead-history.ts';
import type { LeadSnapshot } from './snapshot.ts';

/** A numeric value that is not known. Never 0. */
export const MISSING = Number.NaN;

/** Trimmed text; null where it is empty. */
export function toText(value: FieldValue | undefined): string | null {
  const text = value === null || value === undefined ? '' : String(value).trim();
  return text === '' ? null : text;
}

/** A number; MISSING where the value is empty or not a number. */
export function toNumber(value: FieldValue | undefined): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : MISSING;
  if (typeof value === 'boolean') return Number(value);
  const text = toText(value);
  const number = text === null ? MISSING : Number(text);
  return Number.isFinite(number) ? number : MISSING;
}

/** One way of writing a number: no thousands, a decimal point, no exponent, no leading zero, at most 15 digits before the point. */
const PLAIN_NUMBER = /^[+-]?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;
/** In much of Europe, 1.200 is twelve hundred. */
const MAYBE_THOUSANDS = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** The number of a text that can mean nothing else; undefined for other text, such as "1,200" or "1.200". */
export function parsePlainNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return PLAIN_NUMBER.test(trimmed) && !MAYBE_THOUSANDS.test(trimmed) ? Number(trimmed) : undefined;
}

/** Yes, no or unknown, from a checkbox or its text. */
export function toBoolean(value: FieldValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = toText(value)?.toLowerCase();
  if (text === 'true' || text === '1' || text === 'yes') return true;
  if (text === 'false' || text === '0' || text === 'no') return false;
  return undefined;
}

/** Text of one of the lead's fields; null where it is empty. */
export const textOf = (snapshot: LeadSnapshot, field: string): string | null => toText(findOwn(snapshot.fields, field));
