/** A text of digits with at most one mark, as a number if the mark is one of decimals. */
export interface PlainForm {
  readonly value: number;
  /** The number without the mark. */
  readonly unmarked: number;
  readonly wholeDigits: number;
  readonly mark: '.' | ',' | undefined;
  readonly decimals: number;
}

const [ZERO, NINE, MINUS, POINT, COMMA] = [48, 57, 45, 46, 44];
/** Whole numbers up to it, and their quotients by powers of ten, are the nearest ones to what the text says. */
const MAX_EXACT_DIGITS = 15;
const POWERS = Array.from({ length: MAX_EXACT_DIGITS + 1 }, (_, power) => Number(`1e${power}`));

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

/** The form of a text such as 1200, -0.5 or 1,25; undefined for other texts, also those with leading zeros or over 15 digits before the mark. */
export function plainForm(text: string): PlainForm | undefined {
  const { length } = text;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  let digits = 0;
  let at = start;
  for (; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) break;
    digits = 10 * digits + (code - ZERO);
  }
  const wholeDigits = at - start;
  if (wholeDigits === 0 || wholeDigits > MAX_EXACT_DIGITS) return undefined;
  if (wholeDigits > 1 && text.charCodeAt(start) === ZERO) return undefined;
  if (at === length) {
    const value = signed(digits, start);
    return { value, unmarked: value, wholeDigits, mark: undefined, decimals: 0 };
  }
  const markCode = text.charCodeAt(at);
  if (markCode !== POINT && markCode !== COMMA) return undefined;
  const decimals = length - at - 1;
  if (decimals === 0) return undefined;
  for (let next = at + 1; next < length; next += 1) {
    const code = text.charCodeAt(next);
    if (!isDigit(code)) return undefined;
    digits = 10 * digits + (code - ZERO);
  }
  const value =
    wholeDigits + decimals <= MAX_EXACT_DIGITS
      ? digits / POWERS[decimals]!
      : Number(`${text.slice(start, at)}.${text.slice(at + 1)}`);
  const mark = markCode === POINT ? '.' : ',';
  return { value: signed(value, start), unmarked: signed(digits, start), wholeDigits, mark, decimals };
}

/** Never -0, which is the same number as 0. */
const signed = (value: number, minus: number): number => (minus === 1 ? 0 - value : value);

/** A currency code and an exponent have four. */
const MAX_LETTERS = 4;
const EXPONENT = 0x65;
/** The bit that tells small ASCII letters from capitals. */
const SMALL = 0x20;

/**
 * Whether a text of ASCII is clearly not a number, as is true of most texts that are none: it has no digits, many letters, or
 * between its first and last digit characters that no number has there.
 */
export function isNoNumber(text: string): boolean {
  const { length } = text;
  let [digits, letters, exponents, signs, others] = [0, 0, 0, 0, 0];
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
    const small = code | SMALL;
    if (isDigit(code)) digits += 1;
    else if (small >= 0x61 && small <= 0x7a && code >= 0x41) {
      letters += 1;
      if (small === EXPONENT) exponents += 1;
    } else if (code === 0x2b || code === MINUS) signs += 1;
    else if (code !== POINT && code !== COMMA && code !== 0x27 && code !== 0x20) others += 1;
  }
  if (digits === 0 || letters > MAX_LETTERS) return true;
  if (!isDigit(text.charCodeAt(0)) || !isDigit(text.charCodeAt(length - 1))) return false;
  return letters > exponents || others > 0 || (signs > 0 && exponents === 0);
}
