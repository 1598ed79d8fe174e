import type { LeadHistory } from '@leadlight/lead-features';
import type { LeadHistoryStore } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { keepOpenLeads } from './keep-open-leads.ts';

const lead = (leadId: string, more: Partial<LeadHistory> = {}): LeadHistory => ({
  leadId,
  createdAt: 0,
  fields: {},
  changes: [],
  activities: [],
  campaigns: [],
  convertedAt: null,
  isDeleted: false,
  ...more,
});

function keepingOf(chunks: readonly (readonly LeadHistory[])[]) {
  const notCalled = (): never => expect.fail('not called');
  const store: LeadHistoryStore = {
    append: notCalled,
    findCursor: notCalled,
    findHistories: notCalled,
    countLeads: notCalled,
    async *readHistories() {
      yield* chunks;
    },
  };
  let now = 100;
  return keepOpenLeads(store, { latest: () => Promise.resolve(7) }, { now: () => now++ });
}

async function drain(chunks: AsyncIterable<readonly LeadHistory[]>, upTo = Infinity): Promise<void> {
  let read = 0;
  for await (const _ of chunks) if (++read === upTo) break;
}

describe('keepOpenLeads', () => {
  it('keeps the open leads of a whole reading, with the time and the mark before it, until they are taken', async () => {
    const kept = keepingOf([
      [lead('A'), lead('B', { convertedAt: 5 })],
      [lead('C', { isDeleted: true }), lead('D')],
    ]);
    await drain(kept.leadHistories.readHistories('org', 'all', 2));
    expect(kept.take()).toEqual({ histories: [lead('A'), lead('D')], readAt: 100, mark: 7 });
    expect(kept.take()).toBeUndefined();
  });

  it('keeps nothing of a reading that was broken off, or that read open leads only', async () => {
    const kept = keepingOf([[lead('A')], [lead('B')]]);
    await drain(kept.leadHistories.readHistories('org', 'all', 1), 1);
    expect(kept.take()).toBeUndefined();
    await drain(kept.leadHistories.readHistories('org', 'open', 1));
    expect(kept.take()).toBeUndefined();
  });

  it('keeps nothing of more leads than fit into memory', async () => {
    const kept = keepingOf([Array.from({ length: 10_001 }, (_, i) => lead(`L${i}`))]);
    await drain(kept.leadHistories.readHistories('org', 'all', 20_000));
    expect(kept.take()).toBeUndefined();
  });
});
