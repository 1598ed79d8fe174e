import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime } from './records.ts';

describe('isoTime', () => {
  it('returns the same text as Date.toISOString', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.parse('2200-01-01') }), (at) => {
        expect(isoTime(at)).toBe(new Date(at).toISOString());
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
