import type { ColumnKind, DateOrder, DecimalMark } from '@leadlight/lead-features';
import { areYesNo } from '../cells/yes-no.ts';
import type { ColumnScan, DateEvidence, NumberEvidence } from './column-scan.ts';
import type { ReadingOptions } from './table-reading.ts';

/** Share of the filled cells that must be numbers; the others count as missing. */
export const MIN_NUMBER_SHARE = 0.98;
/** At most this share of the filled cells may be words such as unknown, which are not counted for the share of numbers. */
const MAX_UNKNOWN_SHARE = 0.5;
/** A column that is mostly dates is never a category, whatever the other cells are. */
const MIN_DATE_SHARE = 0.5;
/** Whole numbers of one length from here on are phone or customer numbers. */
const MIN_CODE_DIGITS = 9;
const MIN_PADDED_DIGITS = 3;
/** Among rows with the day first, the share with the month first that may be typing errors. */
const MAX_OTHER_ORDER_SHARE = 0.02;
const DATE_NAME =
  /date|datum|fecha|\bdata\b|created|closed|updated|modified|opened|\bday\b|time|\blast (?:visit|seen|contact|activity|touch|login|call|meeting)\b|(?:^|[_\s])(?:at|on)$|(?<=[a-z])(?:At|On)$/i;
const CODE_NAME = /\b(?:zip|postal|post ?codes?|plz|phone|telephone|mobile|fax|iban|sku|vat|ean|isbn|npi|duns)\b/i;

/** Why a column of numbers holds codes, which are categories and never quantities. */
export type CodeReason = 'leading zeros' | 'one length' | 'name';

export interface KindDecision {
  readonly kind: ColumnKind;
  readonly codeReason?: CodeReason;
  /** For dates. */
  readonly serial?: boolean;
  /** For numbers: some have a decimal point and others a decimal comma. */
  readonly mixed?: boolean;
}

export function decideKind(column: string, scan: ColumnScan, options: ReadingOptions): KindDecision {
  const { filled, numbers, dates, fewTexts } = scan;
  const known = options.known?.get(column);
  if (known) {
    return { kind: known.kind, serial: known.kind === 'date', mixed: known.kind === 'number' && areMixed(scan) };
  }
  if (filled === 0) return { kind: 'category' };
  if (fewTexts && areYesNo(fewTexts)) return { kind: 'yesNo' };
  const isSaidToBeDate = options.dateColumns?.includes(column) ?? false;
  if (isSaidToBeDate || DATE_NAME.test(words(column))) {
    const share = (numbers.serials + dates.dates) / filled;
    if (share >= MIN_NUMBER_SHARE && numbers.serials > 0) return { kind: 'date', serial: true };
  }
  if (numbers.compactDates >= MIN_NUMBER_SHARE * filled && scan.distinct > 1) return { kind: 'date' };
  const codeReason = codeReasonOf(column, numbers, filled);
  if (codeReason) return { kind: 'category', codeReason };
  if (numbers.either >= MIN_NUMBER_SHARE * valuesIn(scan)) return { kind: 'number', mixed: areMixed(scan) };
  const isMostlyDates = dates.dates > 0 && dates.dates + dates.impossible >= MIN_DATE_SHARE * filled;
  if (isSaidToBeDate || isMostlyDates) return { kind: 'date' };
  return { kind: 'category' };
}

/** Filled cells without words such as unknown, if these are the smaller part. */
const valuesIn = ({ filled, numbers: { unknown } }: ColumnScan): number =>
  unknown <= MAX_UNKNOWN_SHARE * filled ? filled - unknown : filled;

/** With one decimal mark for all, too many cells would be no numbers. */
function areMixed(scan: ColumnScan): boolean {
  const { either, point, comma } = scan.numbers;
  const best = Math.max(point, comma);
  return best < either && best < MIN_NUMBER_SHARE * valuesIn(scan);
}

const words = (name: string): string => name.replaceAll('_', ' ').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');

function codeReasonOf(column: string, numbers: NumberEvidence, filled: number): CodeReason | undefined {
  const { digits, minDigits, maxDigits, leadingZeros, point, comma } = numbers;
  if (digits + Math.max(point, comma) < MIN_NUMBER_SHARE * filled) return undefined;
  const isOneLength = digits >= MIN_NUMBER_SHARE * filled && minDigits === maxDigits;
  if (leadingZeros > (1 - MIN_NUMBER_SHARE) * filled) return 'leading zeros';
  if (leadingZeros > 0 && isOneLength && maxDigits >= MIN_PADDED_DIGITS) return 'leading zeros';
  if (isOneLength && maxDigits >= MIN_CODE_DIGITS) return 'one length';
  return CODE_NAME.test(words(column)) ? 'name' : undefined;
}

/** The decimal mark that a column itself shows; undefined where it shows none. */
export function decimalMarkOf({ onlyPoint, onlyComma }: NumberEvidence): DecimalMark | undefined {
  if (onlyPoint === onlyComma) return undefined;
  return onlyPoint > onlyComma ? 'point' : 'comma';
}

/** The order that a column itself shows; undefined where it shows none, or both. */
export function dateOrderOf({ unclear, onlyDmy, onlyMdy, dots, dates }: DateEvidence): DateOrder | undefined {
  const [more, less] = onlyDmy > onlyMdy ? [onlyDmy, onlyMdy] : [onlyMdy, onlyDmy];
  // A few of the other order are typing errors; many are two exports in one file.
  if (less > MAX_OTHER_ORDER_SHARE * more) return undefined;
  if (more > 0) return onlyDmy > onlyMdy ? 'dmy' : 'mdy';
  if (unclear === undefined) return 'ymd';
  return dots > dates / 2 ? 'dmy' : undefined;
}

/** The one value that all of them have; undefined where they differ or there is none. */
export function agreed<T>(values: readonly (T | undefined)[]): T | undefined {
  const different = new Set(values.filter((value) => value !== undefined));
  return different.size === 1 ? [...different][0] : undefined;
}
