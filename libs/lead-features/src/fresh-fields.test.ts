import { describe, expect, it } from 'vitest';
import { historyFromFields, withFreshFields } from './fresh-fields.ts';
import { snapshotAt } from './snapshot.ts';

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

  it('form the whole history of a lead that was never synced', () => {
    expect(historyFromFields('1', { CreatedDate: '2026-01-01T00:00:00Z' }, asOf).createdAt).toBe(Date.UTC(2026, 0, 1));
    expect(historyFromFields('1', { CreatedDate: '2027-01-01' }, asOf).createdAt).toBe(asOf);
    expect(historyFromFields('1', {}, asOf).createdAt).toBe(asOf);
  });
});
