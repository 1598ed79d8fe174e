import type { DateOrder } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { dateOf } from '../table/column-values.ts';
import { parseCompactDate, parseDateText, parseSerial } from './date-text.ts';

const DAY = Date.UTC(2025, 11, 31);
const MINUTE = DAY + (9 * 60 + 5) * 60_000;
const read = (text: string, order: DateOrder) => dateOf(text, { order, serial: order === 'serial' });

describe('parseDateText', () => {
  it.each([
    ['31.12.2025', 'dmy', DAY],
    ['31/12/2025', 'dmy', DAY],
    ['31-12-25', 'dmy', DAY],
    ['12/31/2025', 'mdy', DAY],
    ['12/31/25', 'mdy', DAY],
    ['12/31/2025 9:05 AM', 'mdy', MINUTE],
    ['12/31/2025, 9:05', 'mdy', MINUTE],
    ['31.12.2025 09:05:00', 'dmy', MINUTE],
    ['2025-12-31', 'mdy', DAY],
    ['2025/12/31 09:05', 'dmy', MINUTE],
    ['2025年12月31日', 'dmy', DAY],
    ['2025-12-31T10:05:00+01:00', 'dmy', MINUTE],
    ['31 Dec 2025', 'mdy', DAY],
    ['31-Dec-25', 'mdy', DAY],
    ['Dec 31, 2025', 'dmy', DAY],
    ['Wed, 31 Dec 2025 09:05:00 GMT', 'dmy', MINUTE],
    ['31. Dezember 2025', 'mdy', DAY],
    ['31 décembre 2025', 'mdy', DAY],
    ['46022', 'serial', DAY],
  ] as const)('reads %j in the order %s', (text, order, at) => expect(read(text, order)).toBe(at));

  it.each(['29/02/2018', '31.04.2025', '00/12/2025', '12/13/2025 25:00', 'soon', '2025', '1.5', '12:30'])(
    'rejects %j, which is not a date with the day first',
    (text) => expect(read(text, 'dmy')).toBeNaN(),
  );

  it('knows an impossible date from a text that is none', () => {
    expect(parseDateText('29/02/2018')).toEqual({ dmy: undefined, mdy: undefined, dots: false });
    expect(parseDateText('29 apples')).toBeUndefined();
  });
});

describe('parseDateText: time zones', () => {
  it.each([
    ['12/31/2025 1:05 PM EST', Date.UTC(2025, 11, 31, 18, 5)],
    ['12/31/2025 13:05 MEZ', Date.UTC(2025, 11, 31, 12, 5)],
    ['Wed Dec 31 2025 10:00:00 GMT+0100 (Central European Standard Time)', Date.UTC(2025, 11, 31, 9)],
    ['2025-12-31 10:00 UTC', Date.UTC(2025, 11, 31, 10)],
  ])('reads %j', (text, at) => expect(read(text, 'mdy')).toBe(at));
});

describe('parseSerial', () => {
  it('reads days and times as Excel counts them, and no other numbers', () => {
    expect(parseSerial('46022.37847222')).toBe(MINUTE);
    expect(parseSerial('1200')).toBeUndefined();
    expect(parseSerial('99999')).toBeUndefined();
  });
});

describe('parseCompactDate', () => {
  it('reads eight digits that are a date', () => {
    expect(parseCompactDate('20251231')).toBe(DAY);
    expect(parseCompactDate('20251331')).toBeUndefined();
  });
});
