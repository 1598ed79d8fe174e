import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant.ts';

describe('parseInstant', () => {
  it('reads ISO dates and times, UTC where no zone is named', () => {
    expect(parseInstant('2026-03-31')).toBe(Date.UTC(2026, 2, 31));
    expect(parseInstant('2026-03-31 10:20:30')).toBe(Date.UTC(2026, 2, 31, 10, 20, 30));
    expect(parseInstant('2026-03-31T10:20:30.250+02:00')).toBe(Date.UTC(2026, 2, 31, 8, 20, 30, 250));
    expect(parseInstant('2026-03-31T10:20:30.000+0000')).toBe(Date.UTC(2026, 2, 31, 10, 20, 30));
  });

  it('returns undefined for impossible dates', () => {
    for (const text of ['2026-02-30', '2026-13-01', '31.03.2026', '2026', '', '2026-03-31T25:00']) {
      expect(parseInstant(text)).toBeUndefined();
    }
  });
});
