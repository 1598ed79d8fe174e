import { FeedbackRequest, readExample } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { FeedbackEntry } from '../ports/index.ts';
import { NOW, TestClock } from '../testing/scoring.ts';
import { giveFeedback } from './give-feedback.ts';

const { leadId, ...rest } = FeedbackRequest.parse(readExample('feedback.request'));
const request = { leadId, ...rest };

function inMemoryStore() {
  const entries = new Map<string, FeedbackEntry>();
  const append = (orgId: string, entry: FeedbackEntry) => {
    const isNew = !entries.has(`${orgId} ${entry.id}`);
    if (isNew) entries.set(`${orgId} ${entry.id}`, entry);
    return Promise.resolve(isNew);
  };
  return { entries, append };
}

describe('giveFeedback', () => {
  it('stores an entry once, with its author and time', async () => {
    const feedback = inMemoryStore();
    const ports = { feedback, clock: new TestClock() };
    expect(await giveFeedback(ports, 'org-a', request, 'api:key_1')).toEqual({ id: request.id, repeated: false });
    expect(await giveFeedback(ports, 'org-a', request, 'api:key_1')).toEqual({ id: request.id, repeated: true });
    expect([...feedback.entries.values()]).toEqual([
      { ...rest, subjectId: leadId, inputHash: null, feature: null, givenBy: 'api:key_1', givenAt: NOW },
    ]);
  });

  it('stores feedback on one reason with the reason and its score', async () => {
    const feedback = inMemoryStore();
    const onReason = FeedbackRequest.parse(readExample('feedback-on-reason.request'));
    await giveFeedback({ feedback, clock: new TestClock() }, 'org-a', onReason, 'api:key_1');
    const { verdict, feature, inputHash } = onReason;
    expect(feedback.entries.get(`org-a ${onReason.id}`)).toMatchObject({ verdict, feature, inputHash, comment: null });
  });

  it('stores null if there is no comment', async () => {
    const feedback = inMemoryStore();
    const { comment: _, ...plain } = request;
    await giveFeedback({ feedback, clock: new TestClock() }, 'org-a', plain, 'api:key_1');
    expect(feedback.entries.get(`org-a ${request.id}`)).toMatchObject({ comment: null });
  });
});
