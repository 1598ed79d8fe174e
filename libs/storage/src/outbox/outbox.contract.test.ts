import { HOUR_MS } from '@leadlight/common';
import type { HistoryRecord, LeadScoreUpdate } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { leadRecord, scoreEntry, scoreUpdate } from '../testing/records.ts';

describeOnEveryDatabase('outbox', (given) => {
  it('logs scores and queues updates together, and returns updates unchanged', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const update = scoreUpdate({ reasons: '[{"feature":"lead_source","points":14}]', probability: 0.1 + 0.2 });
    expect(await storage.outbox.enqueue(org, [scoreEntry()], [update])).toBe(1);
    expect(await storage.outbox.pending(org, 10)).toEqual([update]);
    expect(await storage.scoreLog.findBySubject(org, '00Q1', 10)).toEqual([scoreEntry()]);
  });

  it('does not log a score whose update cannot be queued', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const bad = scoreUpdate({ score: Number.NaN });
    await expect(storage.outbox.enqueue(org, [scoreEntry()], [bad])).rejects.toThrow();
    expect(await storage.scoreLog.findBySubject(org, '00Q1', 10)).toEqual([]);
  });

  it('keeps only the latest update of a lead, at the queue position of the first', async () => {
    const { outbox, org } = open(given());
    await outbox.enqueue(org, [], [scoreUpdate({ leadId: 'A', score: 1 }), scoreUpdate({ leadId: 'B', score: 2 })]);
    await outbox.enqueue(org, [], [scoreUpdate({ leadId: 'A', score: 3, scoredAt: 3_000 })]);
    expect(await scoresOf(outbox.pending(org, 10))).toEqual({ A: 3, B: 2 });
    expect(await scoresOf(outbox.pending(org, 1))).toEqual({ A: 3 });
    expect(await outbox.counts(org)).toEqual({ pending: 2, written: 0, failed: 0 });
  });

  it('returns urgent updates first, until they are written', async () => {
    const { outbox, org } = open(given());
    const marks = [{ leadId: 'B', mark: 1 }];
    const [a, b] = [scoreUpdate({ leadId: 'A' }), scoreUpdate({ leadId: 'B' })];
    await outbox.enqueue(org, [], [a]);
    await outbox.enqueue(org, [], [b], marks);
    const again = { ...b, scoredAt: 3_000 };
    await outbox.enqueue(org, [], [again]);
    expect(await outbox.pending(org, 10)).toEqual([again, a]);
    expect(await outbox.urgent(org, 10, ['A', 'C'])).toEqual([again]);
    expect(await outbox.urgent(org, 10, ['B'])).toEqual([]);
    await outbox.settle(org, [{ update: again }]);
    await outbox.enqueue(org, [], [scoreUpdate({ leadId: 'B', score: 60, scoredAt: 4_000 })]);
    expect(await outbox.urgent(org, 10, [])).toEqual([]);
  });

  it('makes the updates of the best ranked leads urgent', async () => {
    const { outbox, org } = open(given());
    const scores = { A: 10, B: 30, C: 20, D: 30, E: 99 };
    const probabilities: Record<string, number> = { B: 0.3, D: 0.4 };
    const updates = Object.entries(scores).map(([leadId, score]) =>
      scoreUpdate({
        leadId,
        score,
        probability: probabilities[leadId] ?? 0.1,
        unranked: leadId === 'E' ? 'junk' : null,
      }),
    );
    await outbox.enqueue(org, [], updates);
    await outbox.hastenBest(org, 3);
    expect(await scoresOf(outbox.urgent(org, 10, []))).toEqual({ B: 30, C: 20, D: 30 });
    await outbox.settle(org, [{ update: updates[3]! }]);
    await outbox.hastenBest(org, 1);
    expect(await scoresOf(outbox.urgent(org, 10, []))).toEqual({ B: 30, C: 20 });
  });

  it('does not return urgent updates of closed leads', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.leadHistories.append(org, 'Lead', [leadRecord({ id: 'B', convertedAt: 900 })], '');
    await storage.outbox.enqueue(org, [], [scoreUpdate({ leadId: 'B' })], [{ leadId: 'B', mark: 1 }]);
    expect(await storage.outbox.urgent(org, 10, [])).toEqual([]);
    expect(await storage.outbox.urgent(newOrg(), 10, [])).toEqual([]);
  });

  it('queues an update only if it differs from what the CRM last accepted', async () => {
    const { outbox, org } = open(given());
    const update = scoreUpdate();
    await outbox.enqueue(org, [], [update]);
    await outbox.settle(org, [{ update }]);
    expect(await outbox.counts(org)).toEqual({ pending: 0, written: 1, failed: 0 });
    expect(await outbox.enqueue(org, [], [{ ...update, scoredAt: 9_000, inputHash: 'later' }])).toBe(0);
    const otherReasons = { ...update, scoredAt: 9_000, reasons: '[{"points":4}]' };
    expect(await outbox.enqueue(org, [], [otherReasons])).toBe(1);
    await outbox.settle(org, [{ update: otherReasons }]);
    expect(await outbox.enqueue(org, [], [{ ...otherReasons, scoredAt: 9_500 }])).toBe(0);
    expect(await outbox.enqueue(org, [], [{ ...otherReasons, band: 'B' }])).toBe(1);
    expect(await scoresOf(outbox.pending(org, 10))).toEqual({ '00Q1': 50 });
  });

  it('queues a return to the last written score while another update may have been sent', async () => {
    const { outbox, org } = open(given());
    const first = scoreUpdate({ score: 50 });
    await outbox.enqueue(org, [], [first]);
    await outbox.settle(org, [{ update: first }]);
    await outbox.enqueue(org, [], [scoreUpdate({ score: 60, scoredAt: 3_000 })]);
    // Sent, and killed before settling: the CRM has 60.
    await outbox.pending(org, 10);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 50, scoredAt: 4_000 })])).toBe(1);
    expect(await scoresOf(outbox.pending(org, 10))).toEqual({ '00Q1': 50 });
  });

  it('keeps an update that replaced another one during the write, and stores what was written', async () => {
    const { outbox, org } = open(given());
    const sent = scoreUpdate({ score: 50 });
    await outbox.enqueue(org, [], [sent]);
    const newer = scoreUpdate({ score: 60, scoredAt: 3_000 });
    await outbox.enqueue(org, [], [newer]);
    await outbox.settle(org, [{ update: sent }]);
    expect(await outbox.pending(org, 10)).toEqual([newer]);
    await outbox.settle(org, [{ update: newer }]);
    expect(await outbox.counts(org)).toEqual({ pending: 0, written: 1, failed: 0 });
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 60, scoredAt: 5_000 })])).toBe(0);
  });

  it('drops a permanently failed update until there is a new score', async () => {
    const { outbox, org } = open(given());
    const update = scoreUpdate();
    await outbox.enqueue(org, [], [update]);
    await outbox.settle(org, [{ update, failure: 'FIELD_CUSTOM_VALIDATION_EXCEPTION: no' }]);
    expect(await outbox.counts(org)).toEqual({ pending: 0, written: 0, failed: 1 });
    expect(await outbox.pending(org, 10)).toEqual([]);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 70, scoredAt: 3_000 })])).toBe(1);
    expect(await outbox.counts(org)).toEqual({ pending: 1, written: 0, failed: 0 });
  });

  it('skips updates of leads that were converted or deleted, until they are open again', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const append = (...records: readonly HistoryRecord[]) => storage.leadHistories.append(org, 'Lead', records, '');
    const ids = ['L1', 'L2', 'L3'];
    await append(...ids.map((id) => leadRecord({ id })));
    await storage.outbox.enqueue(
      org,
      [],
      ids.map((leadId) => scoreUpdate({ leadId })),
    );
    await append(
      leadRecord({ id: 'L1', changedAt: 3_000, convertedAt: 3_000 }),
      leadRecord({ id: 'L2', changedAt: 3_000, deleted: true }),
    );
    expect((await storage.outbox.pending(org, 10)).map(({ leadId }) => leadId)).toEqual(['L3']);
    expect(await storage.outbox.counts(org)).toEqual({ pending: 1, written: 0, failed: 0 });
    await append(leadRecord({ id: 'L2', changedAt: 4_000 }));
    expect(await storage.outbox.enqueue(org, [], [scoreUpdate({ leadId: 'L2', scoredAt: 5_000 })])).toBe(1);
    expect((await storage.outbox.pending(org, 10)).map(({ leadId }) => leadId).toSorted()).toEqual(['L2', 'L3']);
  });

  it('does not queue a score that is older than the stored one', async () => {
    const { outbox, org } = open(given());
    const update = scoreUpdate({ score: 60, scoredAt: 3_000 });
    await outbox.enqueue(org, [], [update]);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 50, scoredAt: 2_000 })])).toBe(0);
    await outbox.settle(org, [{ update }]);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 50, scoredAt: 2_000 })])).toBe(0);
    expect(await outbox.pending(org, 10)).toEqual([]);
  });

  it('queues a score after the clock was set back an hour', async () => {
    const { outbox, org } = open(given());
    const now = Date.now();
    await outbox.enqueue(org, [], [scoreUpdate({ score: 60, scoredAt: now + HOUR_MS })]);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 50, scoredAt: now })])).toBe(1);
    expect((await outbox.pending(org, 10)).map(({ score }) => score)).toEqual([50]);
  });

  it('ignores settling twice, or settling what was never queued', async () => {
    const { outbox, org } = open(given());
    const update = scoreUpdate();
    await outbox.enqueue(org, [], [update]);
    await outbox.settle(org, [{ update }, { update: scoreUpdate({ leadId: 'unknown' }) }]);
    await outbox.settle(org, [{ update, failure: 'late' }]);
    await outbox.settle(org, []);
    expect(await outbox.counts(org)).toEqual({ pending: 0, written: 1, failed: 0 });
  });

  it('is separate for each org', async () => {
    const { outbox, org, newOrg } = open(given());
    const other = newOrg();
    const update = scoreUpdate();
    await outbox.enqueue(org, [], [update]);
    expect(await outbox.pending(other, 10)).toEqual([]);
    await outbox.settle(other, [{ update }]);
    expect(await outbox.counts(other)).toEqual({ pending: 0, written: 0, failed: 0 });
    expect(await outbox.counts(org)).toEqual({ pending: 1, written: 0, failed: 0 });
  });
});

function open({ storage, newOrg }: StorageUnderTest) {
  return { outbox: storage.outbox, org: newOrg(), newOrg };
}

async function scoresOf(pending: Promise<readonly LeadScoreUpdate[]>): Promise<Record<string, number>> {
  return Object.fromEntries((await pending).map(({ leadId, score }) => [leadId, score]));
}
