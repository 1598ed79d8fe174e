import { FeedbackRequest, readExample } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { FeedbackEntry } from '../ports/index.ts';
import { NOW, TestClock } from '../testing/scoring.ts';
import { giveFeedback } from './give-feedback.ts';

const request = FeedbackRequest.parse(readExample('feedback.request'));

function storeInMemory() {
  const kept = new Map<string, FeedbackEntry>();
  const append = (orgId: string, entry: FeedbackEntry) => {
    const isNew = !kept.has(`${orgId} ${entry.id}`);
    if (isNew) kept.set(`${orgId} ${entry.id}`, entry);
    return Promise.resolve(isNew);
  };
  return { kept, append };
}

describe('feedback', () => {
  it('is kept once, with who gave it and when', async () => {
    const feedback = storeInMemory();
    const ports = { feedback, clock: new TestClock() };
    expect(await giveFeedback(ports, 'org-a', request, 'api:key_1')).toEqual({ id: request.id, repeated: false });
    expect(await giveFeedback(ports, 'org-a', request, 'api:key_1')).toEqual({ id: request.id, repeated: true });
    expect([...feedback.kept.values()]).toEqual([
      { ...request, inputHash: null, feature: null, givenBy: 'api:key_1', at: NOW },
    ]);
  });

  it('on one reason is kept with the reason and the score that it stood in', async () => {
    const feedback = storeInMemory();
    const onReason = FeedbackRequest.parse(readExample('feedback-on-reason.request'));
    await giveFeedback({ feedback, clock: new TestClock() }, 'org-a', onReason, 'api:key_1');
    const { verdict, feature, inputHash } = onReason;
    expect(feedback.kept.get(`org-a ${onReason.id}`)).toMatchObject({ verdict, feature, inputHash, comment: null });
  });

  it('without a comment says so', async () => {
    const feedback = storeInMemory();
    const { comment: _, ...plain } = request;
    await giveFeedback({ feedback, clock: new TestClock() }, 'org-a', plain, 'api:key_1');
    expect(feedback.kept.get(`org-a ${request.id}`)).toMatchObject({ comment: null });
  });
});
