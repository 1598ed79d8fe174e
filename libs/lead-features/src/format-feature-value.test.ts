import { describe, expect, it } from 'vitest';
import { formatFeatureValue } from './format-feature-value.ts';
import { parseInstant } from './instant.ts';
import { historyFromFields, withFreshFields } from './fresh-fields.ts';
import { snapshotAt } from './snapshot.ts';

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

describe('parseInstant', () => {
  it('reads ISO dates and times, UTC where no zone is named', () => {
    expect(parseInstant('2026-03-31')).toBe(Date.UTC(2026, 2, 31));
    expect(parseInstant('2026-03-31 10:20:30')).toBe(Date.UTC(2026, 2, 31, 10, 20, 30));
    expect(parseInstant('2026-03-31T10:20:30.250+02:00')).toBe(Date.UTC(2026, 2, 31, 8, 20, 30, 250));
    expect(parseInstant('2026-03-31T10:20:30.000+0000')).toBe(Date.UTC(2026, 2, 31, 10, 20, 30));
  });

  it('is undefined for impossible dates', () => {
    for (const text of ['2026-02-30', '2026-13-01', '31.03.2026', '2026', '', '2026-03-31T25:00']) {
      expect(parseInstant(text)).toBeUndefined();
    }
  });
});

describe('fresh fields', () => {
  const asOf = Date.UTC(2026, 0, 10);

  it('override what was synced', () => {
    const history = {
      ...historyFromFields('1', { Industry: 'Retail', Title: 'CEO' }, asOf),
      changes: [{ field: 'Industry', at: asOf + 1, oldValue: 'Energy', newValue: 'Retail' }],
    };
    expect(snapshotAt(history, asOf).fields).toEqual({ Industry: 'Energy', Title: 'CEO' });
    expect(snapshotAt(withFreshFields(history, { Industry: 'Media' }), asOf).fields).toEqual({
      Industry: 'Media',
      Title: 'CEO',
    });
  });

  it('make a history of their own for a lead that was never synced', () => {
    expect(historyFromFields('1', { CreatedDate: '2026-01-01T00:00:00Z' }, asOf).createdAt).toBe(Date.UTC(2026, 0, 1));
    expect(historyFromFields('1', { CreatedDate: '2027-01-01' }, asOf).createdAt).toBe(asOf);
    expect(historyFromFields('1', {}, asOf).createdAt).toBe(asOf);
  });
});
