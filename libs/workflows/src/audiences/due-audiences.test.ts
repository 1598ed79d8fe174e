import { HOUR_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DEFINITION, type Audience } from './audience.ts';
import { isWriteDue } from './due-audiences.ts';

const NOW = Date.UTC(2026, 10, 1);

const isDue = (given: Partial<Audience> = {}): boolean =>
  isWriteDue(
    {
      id: 'aud_1',
      name: 'Spring',
      definition: DEFAULT_DEFINITION,
      campaignId: '701000000000001AAA',
      listView: false,
      revision: 2,
      confirmedRevision: 2,
      confirmedBy: 'cli',
      changedAt: 0,
      writeRequestedAt: null,
      lastWrite: null,
      ...given,
    },
    NOW,
  );
const written = (msAgo: number, revision = 2) => ({ at: NOW - msAgo, revision, counts: null, failure: null });

describe('isWriteDue', () => {
  it('is false until somebody has confirmed the audience as it is now, and without a campaign', () => {
    expect(isDue()).toBe(true);
    expect(isDue({ confirmedRevision: null })).toBe(false);
    expect(isDue({ confirmedRevision: 1 })).toBe(false);
    expect(isDue({ campaignId: null })).toBe(false);
    expect(isDue({ campaignId: null, listView: true })).toBe(true);
  });

  it('is true an hour after the last write, also one that the clock puts into the future', () => {
    expect(isDue({ lastWrite: written(HOUR_MS - 1) })).toBe(false);
    expect(isDue({ lastWrite: written(HOUR_MS) })).toBe(true);
    expect(isDue({ lastWrite: written(-2 * HOUR_MS) })).toBe(true);
  });

  it('is true for a revision that was not written, or where somebody asked since the last write', () => {
    expect(isDue({ lastWrite: written(5, 1) })).toBe(true);
    expect(isDue({ lastWrite: written(5), writeRequestedAt: NOW - 4 })).toBe(true);
    expect(isDue({ lastWrite: written(5), writeRequestedAt: NOW - 6 })).toBe(false);
  });
});
