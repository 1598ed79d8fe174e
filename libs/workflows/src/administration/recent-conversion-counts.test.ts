import { MINUTE_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { ConversionQuestion } from '../ports/index.ts';
import { RecentConversionCounts } from './recent-conversion-counts.ts';

const question = (given: Partial<ConversionQuestion> = {}): ConversionQuestion => ({
  ...{ groupedBy: 'rep', goal: { kind: 'converted' }, horizonDays: 60, now: 1_000 },
  ...given,
});

function recentCounts() {
  const asked: string[] = [];
  const state = { elapsedMs: 0, fails: false };
  const count = async (orgId: string, { groupedBy, horizonDays }: ConversionQuestion) => {
    asked.push(`${orgId} ${groupedBy} ${horizonDays}`);
    if (state.fails) throw new Error('no connection');
    return [];
  };
  return { asked, state, recent: new RecentConversionCounts({ conversionCounts: { count } }, () => state.elapsedMs) };
}

describe('RecentConversionCounts', () => {
  it('counts once in ten minutes and says when', async () => {
    const { asked, state, recent } = recentCounts();
    await Promise.all([recent.get('org', question()), recent.get('org', question())]);
    state.elapsedMs = 10 * MINUTE_MS - 1;
    expect(await recent.get('org', question({ now: 9_000 }))).toMatchObject({ countedAt: 1_000 });
    expect(asked).toHaveLength(1);
    state.elapsedMs += 1;
    expect(await recent.get('org', question({ now: 9_000 }))).toMatchObject({ countedAt: 9_000 });
    expect(asked).toHaveLength(2);
  });

  it('counts again for another org, group or horizon', async () => {
    const { asked, recent } = recentCounts();
    await recent.get('org', question());
    await recent.get('other', question());
    await recent.get('org', question({ groupedBy: 'month' }));
    await recent.get('org', question({ horizonDays: 30 }));
    expect(asked).toEqual(['org rep 60', 'other rep 60', 'org month 60', 'org rep 30']);
  });

  it('counts again after a failure', async () => {
    const { asked, state, recent } = recentCounts();
    state.fails = true;
    await expect(recent.get('org', question())).rejects.toThrow('no connection');
    state.fails = false;
    await recent.get('org', question());
    expect(asked).toHaveLength(2);
  });
});
