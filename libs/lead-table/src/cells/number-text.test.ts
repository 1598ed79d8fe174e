import { seededRandom } from '@leadlight/common';
import type { DecimalMark } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { numberOf } from '../table/column-values.ts';
import { parseNumberText } from './number-text.ts';

const read = (text: string, decimal: DecimalMark) => numberOf(text, { decimal, known: undefined });

describe('parseNumberText', () => {
  it.each([
    ['1234.5', 1234.5],
    ['1,234.50', 1234.5],
    ['12,34,567.5', 1234567.5],
    ["1'234.5", 1234.5],
    ['1’234.5', 1234.5],
    ['1 234.5', 1234.5],
    ['1\u202f234.5', 1234.5],
    ['1\u00a0234.5', 1234.5],
    ['.5', 0.5],
    ['-7', -7],
    ['\u22127', -7],
    ['7-', -7],
    ['12.-', 12],
    ['CHF 12.–', 12],
    ['(1,234.50)', -1234.5],
    ['($5)', -5],
    ['$(5)', -5],
    ['-$5.25', -5.25],
    ['$-5.25', -5.25],
    ['USD 1,234.50', 1234.5],
    ['1,234.50 EUR', 1234.5],
    ['12 %', 12],
    ['+3.5', 3.5],
    ['1.5E+05', 150_000],
    ['2.5e-3', 0.0025],
    ['１２.5', 12.5],
  ])('reads %j with a decimal point', (text, value) => expect(read(text, 'point')).toBe(value));

  it.each([
    ['1.234,50', 1234.5],
    ['1.234,- €', 1234],
    ['€ 12,--', 12],
    ['1 234,50 €', 1234.5],
    ['R$ 1.234,50', 1234.5],
    ['67,2', 67.2],
    ['1.200', 1200],
    ['90.000', 90_000],
  ])('reads %j with a decimal comma', (text, value) => expect(read(text, 'comma')).toBe(value));

  it.each([
    ...['1E2', '3e5', '01234', '007', '12345678901234567', '+14155550100', '415 555 0100', '1,23,4', '1..2', '1.2.3'],
    ...['', '-', '$', '5 apples', '0x1F', 'Infinity', '1,2345.6', '12-14', '((5))', '--5'],
  ])('rejects %j, which is not a quantity', (text) => {
    expect(read(text, 'point')).toBeNaN();
    expect(read(text, 'comma')).toBeNaN();
  });

  it('says where a number depends on the decimal mark', () => {
    expect(parseNumberText('1.200')).toMatchObject({ point: 1.2, comma: 1200 });
    expect(parseNumberText('1,200')).toMatchObject({ point: 1200, comma: 1.2 });
    expect(parseNumberText('0.125')).toMatchObject({ point: 0.125, comma: Number.NaN });
  });

  it('reads plain decimals as JavaScript does, to the last bit, and never as -0', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 5000; i += 1) {
      const digits = String(Math.floor(random() * 10 ** (1 + Math.floor(random() * 15))));
      const text = `${random() < 0.5 ? '-' : ''}${digits}.${String(random()).slice(2, 3 + Math.floor(random() * 17))}`;
      expect(parseNumberText(text)!.point).toBe(Number(text) + 0);
      expect(parseNumberText(text.replace('.', ','))!.comma).toBe(Number(text) + 0);
    }
    expect([parseNumberText('-0')!.point, parseNumberText('-0.0')!.point]).toEqual([0, 0]);
  });

  it('rejects cells of 60,000 digits without examining every digit', () => {
    for (let i = 0; i < 1000; i += 1) expect(parseNumberText('9'.repeat(60_000))).toBeUndefined();
  });
});
