import { describe, expect, it } from 'vitest';
import { currencyOf, formatAmount } from './currency.ts';

describe('currencyOf', () => {
  it.each([
    ['en_US', 'USD'],
    ['de_DE', 'EUR'],
    ['de_AT_EURO', 'EUR'],
    ['ja_JP', 'JPY'],
    ['zh_Hans_CN', 'CNY'],
    ['en', undefined],
    ['xx_XX', undefined],
    ['', undefined],
  ])('maps the locale %s to %s', (localeKey, currency) => {
    expect(currencyOf(localeKey)).toBe(currency);
  });

  it('formatAmount puts the sign where the language puts it', () => {
    expect(formatAmount(4_200_000, 'USD', 'en-GB')).toBe('US$4,200,000');
    expect(formatAmount(4_200_000, 'EUR', 'de')).toBe('4.200.000\u{a0}€');
  });
});
