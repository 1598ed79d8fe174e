import type { FeedbackEntry } from '@leadlight/workflows';
import { expect, test } from 'vitest';
import { onEveryDatabase } from '../testing/every-database.ts';

const entry = (given: Partial<FeedbackEntry> = {}): FeedbackEntry => ({
  id: 'f1',
  leadId: '00Q1',
  modelId: 'm1',
  verdict: 'disagree',
  comment: 'Already a customer',
  givenBy: 'api:key_1',
  at: 1_000,
  ...given,
});

onEveryDatabase('feedback', (given) => {
  test('what a rep says is kept, newest first, of one lead or of all', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const [first, second] = [entry(), entry({ id: 'f2', leadId: '00Q2', verdict: 'agree', comment: null, at: 2_000 })];
    for (const each of [first, second]) expect(await storage.feedback.append(org, each)).toBe(true);
    expect(await storage.feedback.list(org, 10)).toEqual([second, first]);
    expect(await storage.feedback.list(org, 1)).toEqual([second]);
    expect(await storage.feedback.list(org, 10, '00Q1')).toEqual([first]);
  });

  test('the same feedback sent twice is one, and the first stays', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.feedback.append(org, entry());
    expect(await storage.feedback.append(org, entry({ verdict: 'agree' }))).toBe(false);
    expect(await storage.feedback.list(org, 10)).toEqual([entry()]);
  });

  test('no org sees the feedback of another', async () => {
    const { storage, newOrg } = given();
    await storage.feedback.append(newOrg(), entry());
    expect(await storage.feedback.list(newOrg(), 10)).toEqual([]);
  });
});
