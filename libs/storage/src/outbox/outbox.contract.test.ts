import type { HistoryRecord, LeadScoreUpdate } from '@leadlight/workflows';
import { expect, test } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { leadRecord, scoreEntry, scoreUpdate } from '../testing/records.ts';

describeOnEveryDatabase('outbox', (given) => {
  test('scores are logged and updates queued together, and come back as they went in', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const update = scoreUpdate({ reasons: '[{"feature":"lead_source","points":14}]', probability: 0.1 + 0.2 });
    expect(await storage.outbox.enqueue(org, [scoreEntry()], [update])).toBe(1);
    expect(await storage.outbox.pending(org, 10)).toEqual([update]);
    expect(await storage.scoreLog.findBySubject(org, '00Q1', 10)).toEqual([scoreEntry()]);
  });

  test('where an update cannot be queued its score is not logged either', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const bad = scoreUpdate({ score: Number.NaN });
    await expect(storage.outbox.enqueue(org, [scoreEntry()], [bad])).rejects.toThrow();
    expect(await storage.scoreLog.findBySubject(org, '00Q1', 10)).toEqual([]);
  });

  test('only the latest update of a lead waits, in the place of its first', async () => {
    const { outbox, org } = open(given());
    await outbox.enqueue(org, [], [scoreUpdate({ leadId: 'A', score: 1 }), scoreUpdate({ leadId: 'B', score: 2 })]);
    await outbox.enqueue(org, [], [scoreUpdate({ leadId: 'A', score: 3, scoredAt: 3_000 })]);
    expect(await scoresOf(outbox.pending(org, 10))).toEqual({ A: 3, B: 2 });
    expect(await scoresOf(outbox.pending(org, 1))).toEqual({ A: 3 });
    expect(await outbox.counts(org)).toEqual({ pending: 2, written: 0, failed: 0 });
  });

  test('what has just changed goes before what waits because all leads were scored, until it is written', async () => {
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

  test('an urgent update of a lead that was closed meanwhile waits for nobody', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.leadHistories.append(org, 'Lead', [leadRecord({ id: 'B', convertedAt: 900 })], '');
    await storage.outbox.enqueue(org, [], [scoreUpdate({ leadId: 'B' })], [{ leadId: 'B', mark: 1 }]);
    expect(await storage.outbox.urgent(org, 10, [])).toEqual([]);
    expect(await storage.outbox.urgent(newOrg(), 10, [])).toEqual([]);
  });

  test('an update that reads like what the CRM last took is not queued, and one that reads otherwise is', async () => {
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

  test('a score that returns to the last written one is queued while another may already be on its way', async () => {
    const { outbox, org } = open(given());
    const first = scoreUpdate({ score: 50 });
    await outbox.enqueue(org, [], [first]);
    await outbox.settle(org, [{ update: first }]);
    await outbox.enqueue(org, [], [scoreUpdate({ score: 60, scoredAt: 3_000 })]);
    // Sent, and killed before settling: the CRM holds 60.
    await outbox.pending(org, 10);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 50, scoredAt: 4_000 })])).toBe(1);
    expect(await scoresOf(outbox.pending(org, 10))).toEqual({ '00Q1': 50 });
  });

  test('an update that was replaced while it was being written stays, and what was written is remembered', async () => {
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

  test('a failure for good leaves the queue and is tried again only with a new score', async () => {
    const { outbox, org } = open(given());
    const update = scoreUpdate();
    await outbox.enqueue(org, [], [update]);
    await outbox.settle(org, [{ update, failure: 'FIELD_CUSTOM_VALIDATION_EXCEPTION: no' }]);
    expect(await outbox.counts(org)).toEqual({ pending: 0, written: 0, failed: 1 });
    expect(await outbox.pending(org, 10)).toEqual([]);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 70, scoredAt: 3_000 })])).toBe(1);
    expect(await outbox.counts(org)).toEqual({ pending: 1, written: 0, failed: 0 });
  });

  test('what waits for a lead that was converted or deleted meanwhile is skipped, and waits again once it is open', async () => {
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

  test('a score that is older than the one known is not queued', async () => {
    const { outbox, org } = open(given());
    const update = scoreUpdate({ score: 60, scoredAt: 3_000 });
    await outbox.enqueue(org, [], [update]);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 50, scoredAt: 2_000 })])).toBe(0);
    await outbox.settle(org, [{ update }]);
    expect(await outbox.enqueue(org, [], [scoreUpdate({ score: 50, scoredAt: 2_000 })])).toBe(0);
    expect(await outbox.pending(org, 10)).toEqual([]);
  });

  test('settling twice, or what was never queued, changes nothing', async () => {
    const { outbox, org } = open(given());
    const update = scoreUpdate();
    await outbox.enqueue(org, [], [update]);
    await outbox.settle(org, [{ update }, { update: scoreUpdate({ leadId: 'unknown' }) }]);
    await outbox.settle(org, [{ update, failure: 'late' }]);
    await outbox.settle(org, []);
    expect(await outbox.counts(org)).toEqual({ pending: 0, written: 1, failed: 0 });
  });

  test('no org writes, sees or settles the updates of another', async () => {
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
