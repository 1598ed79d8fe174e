import { FeedbackRequest, readExample } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { FeedbackEntry, ModelEntry, ScoreLogEntry } from '../ports/index.ts';
import { historyOf, NOW, TestClock } from '../testing/scoring.ts';
import { giveFeedback, type FeedbackPorts } from './give-feedback.ts';

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

/** The leads of the examples are synced, and their model exists. */
const portsOf = (feedback: ReturnType<typeof inMemoryStore>, changes: Partial<FeedbackPorts> = {}): FeedbackPorts => ({
  feedback,
  leadHistories: {
    findHistories: (_orgId, leadIds) => Promise.resolve(new Map(leadIds.map((id) => [id, historyOf(id, {})]))),
  },
  scoreLog: { findBySubject: () => Promise.resolve([]) },
  models: { list: () => Promise.resolve([{ id: rest.modelId } as ModelEntry]) },
  modelFeatures: { names: () => Promise.resolve(new Set(['employees', 'lead_source', 'industry'])) },
  clock: new TestClock(),
  ...changes,
});

describe('giveFeedback', () => {
  it('stores an entry once, with its author and time', async () => {
    const feedback = inMemoryStore();
    const ports = portsOf(feedback);
    expect(await giveFeedback(ports, 'org-a', request, 'api:key_1')).toEqual({ id: request.id, repeated: false });
    expect(await giveFeedback(ports, 'org-a', request, 'api:key_1')).toEqual({ id: request.id, repeated: true });
    expect([...feedback.entries.values()]).toEqual([
      { ...rest, subjectId: leadId, inputHash: null, feature: null, givenBy: 'api:key_1', givenAt: NOW },
    ]);
  });

  it('stores feedback on one reason with the reason and its score', async () => {
    const feedback = inMemoryStore();
    const onReason = FeedbackRequest.parse(readExample('feedback-on-reason.request'));
    await giveFeedback(portsOf(feedback), 'org-a', onReason, 'api:key_1');
    const { verdict, feature, inputHash } = onReason;
    expect(feedback.entries.get(`org-a ${onReason.id}`)).toMatchObject({ verdict, feature, inputHash, comment: null });
  });

  it('stores null if there is no comment', async () => {
    const feedback = inMemoryStore();
    const { comment: _, ...plain } = request;
    await giveFeedback(portsOf(feedback), 'org-a', plain, 'api:key_1');
    expect(feedback.entries.get(`org-a ${request.id}`)).toMatchObject({ comment: null });
  });

  const nothing = { findHistories: () => Promise.resolve(new Map()) };

  it('accepts a lead that was scored on sent fields and never synced', async () => {
    const scoreLog = { findBySubject: () => Promise.resolve([{ subjectId: leadId } as ScoreLogEntry]) };
    const ports = portsOf(inMemoryStore(), { leadHistories: nothing, scoreLog });
    expect(await giveFeedback(ports, 'org-a', request, 'api:key_1')).toMatchObject({ repeated: false });
  });

  it.each([
    ['unknown_lead', { leadHistories: nothing }],
    ['unknown_model', { models: { list: () => Promise.resolve([]) } }],
    ['unknown_feature_of_model', { modelFeatures: { names: () => Promise.resolve(new Set(['other'])) } }],
  ] satisfies [string, Partial<FeedbackPorts>][])('rejects with %s and stores nothing', async (code, changes) => {
    const feedback = inMemoryStore();
    const onReason = FeedbackRequest.parse(readExample('feedback-on-reason.request'));
    const given = giveFeedback(portsOf(feedback, changes), 'org-a', onReason, 'api:key_1');
    await expect(given).rejects.toMatchObject({ code });
    expect(feedback.entries.size).toBe(0);
  });
});
