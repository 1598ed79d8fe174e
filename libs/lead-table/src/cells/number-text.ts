import { plainText } from './fold.ts';
import { isNoNumber, plainForm } from './plain-number.ts';

/** A text as a number: what it is with each decimal mark. */
export interface NumberText {
  /** NaN where the text is not a number if the decimals follow a point. */
  readonly point: number;
  /** NaN where the text is not a number if the decimals follow a comma. */
  readonly comma: number;
  readonly decimals: { readonly point: number; readonly comma: number };
  readonly currency?: string;
  readonly percent: boolean;
}

/** Nobody writes a longer number. */
const MAX_LENGTH = 64;
/** Beyond it, two ids that differ would be the same number. */
const MAX_WHOLE_DIGITS = 15;
const CURRENCY_CODES =
  'USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|CNY|RMB|INR|BRL|MXN|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|ILS|ZAR|KRW|SGD|HKD|TWD|THB|MYR|IDR|PHP|VND|AED|SAR|QAR|EGP|NGN|KES|ARS|CLP|COP|PEN';
const CURRENCY = `(?:[A-Z]{0,2}\\p{Sc}|R\\$|${CURRENCY_CODES}|Kč|zł|Fr\\.|Rs\\.?|kr\\.?)`;
const LEADING_CURRENCY = new RegExp(`^${CURRENCY}\\s*`, 'u');
const TRAILING_CURRENCY = new RegExp(`\\s*${CURRENCY}$`, 'u');
const STARTS_AS_NUMBER = /^[\d.,(]/;
const ENDS_AS_NUMBER = /[\d.,)]$/;
const MINUS = /^[-\u2212\u2013]/;
const TRAILING_MINUS = /[-\u2212]$/;
/** 12,- and 12.– are 12 without cents, not negative numbers. */
const NO_CENTS = /(\d)[.,][-\u2013\u2014]{1,2}(\D*)$/;
/** A currency code and an exponent have four. */
const MANY_LETTERS = /(?:[A-Za-z][^A-Za-z]*){5}/;
const NO_DECIMALS = { point: 0, comma: 0 };
const EXPONENT = /^(.*)[eE]([+-]?\d{1,3})$/;
const GROUPED = /^\d{1,3}([.,'’ ])\d{3}(?:\1\d{3})*$/;
/** 12,34,567 as written in India. */
const LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}$/;
/** A country code and a number. */
const MIN_PHONE_DIGITS = 8;

/** The number that a text is; undefined where it is none with either mark, or a code: leading zeros, too many digits, 1E2. */
export function parseNumberText(text: string): NumberText | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const simple = simpleNumber(text);
  if (simple) return simple;
  return isNoNumber(text) || MANY_LETTERS.test(text) ? undefined : parsePlain(plainText(text));
}

/** Digits, and perhaps one mark: most numbers, which need not be taken apart. */
function simpleNumber(text: string): NumberText | undefined {
  const form = plainForm(text);
  if (form === undefined) return undefined;
  const { value, unmarked, wholeDigits, mark, decimals } = form;
  if (mark === undefined) return { point: value, comma: value, decimals: NO_DECIMALS, percent: false };
  const mayBeThousands = decimals === 3 && wholeDigits <= 3 && Math.abs(value) >= 1;
  const other = mayBeThousands ? unmarked : Number.NaN;
  return mark === '.'
    ? { point: value, comma: other, decimals: { point: decimals, comma: 0 }, percent: false }
    : { point: other, comma: value, decimals: { point: 0, comma: decimals }, percent: false };
}

function parsePlain(plain: string): NumberText | undefined {
  const simple = simpleNumber(plain);
  if (simple) return simple;
  if (!/\d/.test(plain)) return undefined;
  const parts = partsOf(plain);
  if (!parts) return undefined;
  const [point, pointDecimals] = readBody(parts.body, '.');
  const [comma, commaDecimals] = readBody(parts.body, ',');
  if (Number.isNaN(point) && Number.isNaN(comma)) return undefined;
  const sign = parts.negative ? -1 : 1;
  return {
    point: sign * point,
    comma: sign * comma,
    decimals: { point: pointDecimals, comma: commaDecimals },
    ...(parts.currency && { currency: parts.currency }),
    percent: parts.percent,
  };
}

interface NumberParts {
  readonly body: string;
  readonly negative: boolean;
  readonly currency: string | undefined;
  readonly percent: boolean;
}

/** Takes sign, brackets, currency and percent sign off a text, each at most once; undefined where no digits are left. */
function partsOf(text: string): NumberParts | undefined {
  let body = text;
  let signs = 0;
  let currency: string | undefined;
  let percent = false;
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(body);
    if (!match) return undefined;
    body = body.replace(pattern, '').trim();
    return match[0].trim();
  };
  const takeCurrency = (pattern: RegExp) => {
    if (currency === undefined) currency = take(pattern);
  };
  const takeSign = (pattern: RegExp) => {
    if (take(pattern) !== undefined) signs += 1;
  };
  const takeBrackets = () => {
    if (!body.startsWith('(') || !body.endsWith(')')) return;
    body = body.slice(1, -1).trim();
    signs += 1;
  };
  const plus = body.startsWith('+');
  if (plus) body = body.slice(1).trimStart();
  takeBrackets();
  takeSign(MINUS);
  body = body.replace(NO_CENTS, '$1$2');
  if (!STARTS_AS_NUMBER.test(body)) takeCurrency(LEADING_CURRENCY);
  takeBrackets();
  if (signs === 0) takeSign(MINUS);
  percent = take(/%$/) !== undefined;
  if (!ENDS_AS_NUMBER.test(body)) takeCurrency(TRAILING_CURRENCY);
  if (signs === 0) takeSign(TRAILING_MINUS);
  if (!/^[\d.,]/.test(body) || signs > 1 || (plus && signs > 0)) return undefined;
  if (plus && body.replaceAll(/\D/g, '').length >= MIN_PHONE_DIGITS) return undefined;
  return { body, negative: signs === 1, currency, percent };
}

/** @returns the value and its number of decimals; NaN where the body is not a number with this mark */
function readBody(body: string, mark: '.' | ','): readonly [number, number] {
  const exponent = EXPONENT.exec(body);
  const mantissa = exponent ? exponent[1]! : body;
  const power = exponent ? exponent[2]! : '0';
  const at = mantissa.lastIndexOf(mark);
  const whole = at < 0 ? mantissa : mantissa.slice(0, at);
  const fraction = at < 0 ? '' : mantissa.slice(at + 1);
  // 1E2 is a code. A program that means 100 by it writes 1.0E2 or 1E+02.
  if (exponent && at < 0 && !/^[+-]/.test(power)) return [Number.NaN, 0];
  const digits = wholeDigits(whole, mark);
  if (digits === undefined || !/^\d*$/.test(fraction) || digits + fraction === '') return [Number.NaN, 0];
  if (at < 0 && digits.length > MAX_WHOLE_DIGITS) return [Number.NaN, 0];
  const value = Number(`${digits || '0'}.${fraction || '0'}e${power}`);
  return Number.isFinite(value) ? [value, fraction.length] : [Number.NaN, 0];
}

/** The digits before the decimal mark, without separators of thousands; undefined where they are not well-formed. */
function wholeDigits(whole: string, mark: '.' | ','): string | undefined {
  if (/^\d*$/.test(whole)) return whole.length > 1 && whole.startsWith('0') ? undefined : whole;
  const isGrouped = GROUPED.test(whole) || LAKHS.test(whole);
  if (!isGrouped || whole.includes(mark) || whole.startsWith('0')) return undefined;
  return whole.replaceAll(/\D/g, '');
}
