import type { OrgScore, LeadScoreUpdate } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { leadRecord, scoreUpdate } from '../testing/records.ts';

const NOW = 1_000_000;
const written = scoreUpdate({ scoredAt: 500_250, inputHash: 'aa' });

/** What is stored in the CRM after it took an update: whole seconds, percent. */
const scoreInOrg = (update: LeadScoreUpdate, more: Partial<OrgScore> = {}): OrgScore => ({
  leadId: update.leadId,
  score: update.score,
  band: update.band,
  modelLabel: update.modelLabel,
  scoredAt: Math.floor(update.scoredAt / 1_000) * 1_000,
  qualified: update.qualified,
  percent: Math.round(update.probability * 10_000) / 100,
  inputHash: update.inputHash,
  ...more,
});

const empty: Partial<OrgScore> = {
  score: null,
  band: null,
  modelLabel: null,
  scoredAt: null,
  percent: null,
  inputHash: null,
};

/** An org with open leads whose scores were written. */
async function withWritten({ storage, newOrg }: StorageUnderTest, updates: readonly LeadScoreUpdate[] = [written]) {
  const org = newOrg();
  const leads = updates.map(({ leadId }) => leadRecord({ id: leadId }));
  await storage.leadHistories.append(org, 'Lead', leads, '');
  await storage.outbox.enqueue(org, [], updates);
  await storage.outbox.settle(
    org,
    updates.map((update) => ({ update })),
  );
  const compare = async (...inOrg: readonly OrgScore[]) =>
    storage.writtenScores.compare(org, inOrg, await storage.writtenScores.position(org), NOW);
  const marked = async () => (await storage.unscoredLeads.list(org, 10)).map(({ leadId }) => leadId);
  return { storage, org, compare, marked, pending: () => storage.outbox.pending(org, 10) };
}

describeOnEveryDatabase('written scores', (given) => {
  it('compare leaves scores alone that equal what was written, within the CRM’s rounding of seconds and percents', async () => {
    const third = scoreUpdate({ probability: 1 / 3, scoredAt: 500_999 });
    const { compare, pending, marked } = await withWritten(given(), [third]);
    expect(await compare(scoreInOrg(third), scoreInOrg(third, { scoredAt: 500_999 }))).toEqual({
      requeued: 0,
      adopted: 0,
    });
    expect(await pending()).toEqual([]);
    expect(await marked()).toEqual([]);
  });

  it.each<[string, Partial<OrgScore>]>([
    ['no longer has', empty],
    ['has in an older state', { score: 40, scoredAt: 400_000 }],
    ['has without its band', { band: null }],
    ['has without its model', { modelLabel: null }],
    ['has without its time', { scoredAt: null }],
    ['has with a time in the far future', { scoredAt: NOW + 3_600_000 }],
  ])('compare queues a score again that the CRM %s', async (_, inOrg) => {
    const { compare, pending, marked } = await withWritten(given());
    expect(await compare(scoreInOrg(written, inOrg))).toEqual({ requeued: 1, adopted: 0 });
    expect(await pending()).toEqual([written]);
    expect(await marked()).toEqual([]);
  });

  it('compare adopts a newer score of another writer, and marks the lead for scoring', async () => {
    const { storage, org, compare, pending, marked } = await withWritten(given());
    expect(await compare(scoreInOrg(written, { score: 60, scoredAt: 600_000 }))).toEqual({ requeued: 0, adopted: 1 });
    expect(await pending()).toEqual([]);
    expect(await marked()).toEqual([written.leadId]);
    expect(await compare(scoreInOrg(written, { score: 60, scoredAt: 600_000 }))).toEqual({ requeued: 0, adopted: 0 });
    const later = scoreUpdate({ score: 60, scoredAt: 700_000 });
    expect(await storage.outbox.enqueue(org, [], [later])).toBe(1);
  });

  it('writes a score again that was written before another writer’s score', async () => {
    const { storage, org, compare } = await withWritten(given());
    await compare(scoreInOrg(written, { score: 60, scoredAt: 600_000 }));
    expect(await storage.outbox.enqueue(org, [], [{ ...written, scoredAt: 700_000 }])).toBe(1);
  });

  it.each<[string, Partial<OrgScore>]>([
    ['score', { score: 60 }],
    ['probability', { percent: 12.02 }],
    ['qualification', { qualified: true }],
    ['hash', { inputHash: 'bb' }],
    ['reason to be unranked', { unranked: 'junk' }],
  ])('compare queues the score and marks the lead where another %s has the same time', async (_, inOrg) => {
    const { compare, pending, marked } = await withWritten(given());
    expect(await compare(scoreInOrg(written, inOrg))).toEqual({ requeued: 1, adopted: 0 });
    expect(await pending()).toEqual([written]);
    expect(await marked()).toEqual([written.leadId]);
  });

  it('compare notices that the CRM has lost why a lead is unranked', async () => {
    const { storage, org } = await withWritten(given());
    const junk = scoreUpdate({ unranked: 'junk', scoredAt: 700_000 });
    await storage.outbox.enqueue(org, [], [junk]);
    await storage.outbox.settle(org, [{ update: junk }]);
    const compared = async (inOrg: Partial<OrgScore>) =>
      storage.writtenScores.compare(org, [scoreInOrg(junk, inOrg)], await storage.writtenScores.position(org), NOW);
    expect(await compared({ unranked: 'junk' })).toEqual({ requeued: 0, adopted: 0 });
    // An org with an older package has no such field.
    expect(await compared({ unranked: undefined })).toEqual({ requeued: 0, adopted: 0 });
    expect(await compared({ unranked: null })).toEqual({ requeued: 1, adopted: 0 });
    expect(await storage.outbox.pending(org, 10)).toEqual([junk]);
  });

  describe('compare leaves alone', () => {
    it('updates that wait to be written', async () => {
      const { storage, org, compare, pending } = await withWritten(given());
      const newer = scoreUpdate({ score: 70, scoredAt: 700_000 });
      await storage.outbox.enqueue(org, [], [newer]);
      expect(await compare(scoreInOrg(written, empty))).toEqual({ requeued: 0, adopted: 0 });
      expect(await pending()).toEqual([newer]);
    });

    it('scores that were written while the CRM was being read', async () => {
      const { storage, org } = await withWritten(given());
      const position = await storage.writtenScores.position(org);
      const newer = scoreUpdate({ score: 70, scoredAt: 700_000 });
      await storage.outbox.enqueue(org, [], [newer]);
      await storage.outbox.settle(org, [{ update: newer }]);
      const before = [scoreInOrg(written)];
      expect(await storage.writtenScores.compare(org, before, position, NOW)).toEqual({ requeued: 0, adopted: 0 });
      const afterwards = await storage.writtenScores.position(org);
      expect(await storage.writtenScores.compare(org, before, afterwards, NOW)).toEqual({ requeued: 1, adopted: 0 });
    });

    it('leads that are closed, unknown or were never written', async () => {
      const { storage, org, compare, pending } = await withWritten(given());
      const refused = scoreUpdate({ leadId: '00Q2' });
      await storage.leadHistories.append(org, 'Lead', [leadRecord({ id: '00Q2' })], '');
      await storage.outbox.enqueue(org, [], [refused]);
      await storage.outbox.settle(org, [{ update: refused, failure: 'no' }]);
      await storage.leadHistories.append(
        org,
        'Lead',
        [leadRecord({ id: '00Q1', changedAt: 9_000, convertedAt: 9_000 })],
        '',
      );
      const unknown = scoreUpdate({ leadId: '00Q9' });
      const inOrg = [scoreInOrg(written, empty), scoreInOrg(refused, empty), scoreInOrg(unknown)];
      expect(await compare(...inOrg)).toEqual({ requeued: 0, adopted: 0 });
      expect(await pending()).toEqual([]);
    });

    it('leads of another org', async () => {
      const { storage, pending } = await withWritten(given());
      const other = given().newOrg();
      const position = await storage.writtenScores.position(other);
      const inOrg = [scoreInOrg(written, empty)];
      expect(await storage.writtenScores.compare(other, inOrg, position, NOW)).toEqual({ requeued: 0, adopted: 0 });
      expect(await pending()).toEqual([]);
    });
  });

  it('end in what was settled last, without a deadlock, when comparing, queueing and settling overlap', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const leadIds = Array.from({ length: 300 }, (_, n) => `00Q${n}`);
    await storage.leadHistories.append(
      org,
      'Lead',
      leadIds.map((id) => leadRecord({ id })),
      '',
    );
    const round = (n: number) =>
      leadIds.map((leadId) => scoreUpdate({ leadId, score: 1 + n, scoredAt: 10_000 + n * 2_000 }));
    for (let n = 0; n < 8; n++) {
      const position = await storage.writtenScores.position(org);
      await storage.outbox.enqueue(org, [], round(n));
      await Promise.all([
        storage.outbox.settle(
          org,
          round(n).map((update) => ({ update })),
        ),
        // Read before this round was written, and in another order than the other statements lock rows.
        storage.writtenScores.compare(
          org,
          round(n - 1)
            .map((update) => scoreInOrg(update))
            .reverse(),
          position,
          NOW,
        ),
        storage.outbox.enqueue(org, [], round(n)),
      ]);
      await storage.outbox.settle(
        org,
        round(n).map((update) => ({ update })),
      );
    }
    expect(await storage.outbox.counts(org)).toEqual({ pending: 0, written: 300, failed: 0 });
    expect(await storage.unscoredLeads.list(org, 1)).toEqual([]);
  });

  it('compare adopts scores of another writer while the leads are scored here, without waiting for each other', async () => {
    const updates = Array.from({ length: 1_000 }, (_, n) => scoreUpdate({ leadId: `00Q${1_000 + n}` }));
    const { compare, storage, org } = await withWritten(given(), updates);
    const scoredElsewhere = (at: number) => updates.map((update) => scoreInOrg(update, { scoredAt: at, score: 1 }));
    await compare(...scoredElsewhere(600_000));
    for (let n = 1; n <= 12; n++) {
      const at = 600_000 + n * 10_000;
      const marks = await storage.unscoredLeads.list(org, updates.length);
      const scoredHere = updates.map((update) => ({ ...update, score: 2 + n, scoredAt: at + 5_000 }));
      const scoring = async () => {
        for (let start = 0; start < marks.length; start += 100) {
          const chunk = marks.slice(start, start + 100);
          const ofChunk = new Set(chunk.map(({ leadId }) => leadId));
          const scored = scoredHere.filter(({ leadId }) => ofChunk.has(leadId));
          await storage.outbox.enqueue(org, [], scored, chunk);
        }
      };
      await Promise.all([compare(...scoredElsewhere(at)), scoring()]);
      const waiting = await storage.outbox.pending(org, updates.length);
      expect(waiting.every(({ score }) => score === 2 + n)).toBe(true);
      await storage.outbox.settle(
        org,
        waiting.map((update) => ({ update })),
      );
      await compare(...scoredElsewhere(at + 7_000));
    }
    expect(await storage.unscoredLeads.list(org, 2_000)).toHaveLength(updates.length);
  });

  it('compare handles ten thousand leads in one statement', async () => {
    const updates = Array.from({ length: 10_000 }, (_, n) => scoreUpdate({ leadId: `00Q${n}` }));
    const { compare, storage, org } = await withWritten(given(), updates);
    const inOrg = updates.map((update, n) => scoreInOrg(update, n % 100 === 0 ? empty : {}));
    expect(await compare(...inOrg)).toEqual({ requeued: 100, adopted: 0 });
    expect(await storage.outbox.counts(org)).toEqual({ pending: 100, written: 9_900, failed: 0 });
  });
});
