import { describe, expect, it } from 'vitest';
import { formatFeatureValue } from './format-feature-value.ts';

describe('formatFeatureValue', () => {
  it('follows unit and language', () => {
    expect(formatFeatureValue(1, 'days', 'en')).toBe('1 day');
    expect(formatFeatureValue(3, 'days', 'de')).toBe('3 Tage');
    expect(formatFeatureValue(1234567, 'currency', 'de')).toBe('1.234.567');
    expect(formatFeatureValue(0.425, 'fraction', 'en')).toBe('42.5%');
    expect(formatFeatureValue(1, 'weekday', 'fr')).toBe('lundi');
    expect(formatFeatureValue(14, 'hourOfDay', 'en-GB')).toBe('14:00 UTC');
    expect(formatFeatureValue('Web', 'none', 'en')).toBe('Web');
  });

  it('uses the caller’s words for yes, no and missing', () => {
    const words = { yes: 'ja', no: 'nein', missing: 'unbekannt' };
    const values = [true, false, null, Number.NaN, undefined].map((value) =>
      formatFeatureValue(value, 'none', 'de', words),
    );
    expect(values).toEqual(['ja', 'nein', 'unbekannt', 'unbekannt', 'unbekannt']);
    expect(formatFeatureValue(1, 'none', 'de', words, 'boolean')).toBe('ja');
  });
});
