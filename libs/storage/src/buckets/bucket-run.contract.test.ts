import { HOUR_MS } from '@leadlight/common';
import type { BucketResult, LeadBucket, Outbox } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { leadRecord, scoreEntry, scoreUpdate } from '../testing/records.ts';

const SETTINGS = { kind: 'score', key: 'model 1', payload: { now: 5 }, which: 'all', maxAgeMs: HOUR_MS } as const;
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const result = (runId: string, bucket: number, text = `result ${bucket}`): BucketResult => ({
  ...{ runId, bucket },
  resultOf: (queued) => Buffer.from(queued > 0 ? `${text}, ${queued} queued` : text),
});

describeOnEveryDatabase('runs in buckets', (given) => {
  const leadIds = ['00Q1', '00Q2', '00Q3', '00Q4', '00Q5'];

  /** Five leads in buckets of two; the fourth is closed. */
  async function startedRun({ storage, newOrg }: StorageUnderTest, which: 'all' | 'open' = 'all') {
    const org = newOrg();
    const records = leadIds.map((id, n) => leadRecord({ id, convertedAt: n === 3 ? 900 : null }));
    await storage.leadHistories.append(org, 'Lead', records);
    const start = (more: object = {}) =>
      storage.bucketRuns.start(org, { ...SETTINGS, which, leadsPerBucket: 2, ...more });
    return { org, start, run: await start(), ...storage };
  }

  it('divides all leads, or the open ones, in the order of their ids', async () => {
    const all = await startedRun(given());
    const buckets = await all.bucketRuns.waiting(all.org, all.run);
    expect(buckets).toEqual([
      { bucket: 0, after: '', last: '00Q2' },
      { bucket: 1, after: '00Q2', last: '00Q4' },
      { bucket: 2, after: '00Q4', last: null },
    ]);
    const open = await startedRun(given(), 'open');
    expect(await open.bucketRuns.waiting(open.org, open.run)).toEqual([
      { bucket: 0, after: '', last: '00Q2' },
      { bucket: 1, after: '00Q2', last: null },
    ]);
  });

  it('has each lead in one bucket, also one that is created later', async () => {
    const { org, run, bucketRuns, leadHistories } = await startedRun(given());
    await leadHistories.append(org, 'Lead', [leadRecord({ id: '00Q25' }), leadRecord({ id: '00Q9' })]);
    const read: string[][] = [];
    for (const { bucket, ...range } of await bucketRuns.waiting(org, run)) {
      for await (const chunk of leadHistories.readHistories(org, 'all', 100, range)) {
        (read[bucket] ??= []).push(...chunk.map(({ leadId }) => leadId));
      }
    }
    expect(read).toEqual([
      ['00Q1', '00Q2'],
      ['00Q25', '00Q3', '00Q4'],
      ['00Q5', '00Q9'],
    ]);
  });

  it('has one bucket for few leads, and for none', async () => {
    const { storage, newOrg } = given();
    const run = await storage.bucketRuns.start(newOrg(), { ...SETTINGS, leadsPerBucket: 2 });
    expect(await storage.bucketRuns.list('other')).toEqual([]);
    expect(run.payload).toEqual({ now: 5 });
    const { org, start, bucketRuns } = await startedRun(given());
    const exact = await start({ key: 'other', leadsPerBucket: 5 });
    expect(await bucketRuns.waiting(org, exact)).toEqual([{ bucket: 0, after: '', last: null }]);
  });

  it('continues an interrupted run with what it was started with, unless that is other work or too old', async () => {
    const under = given();
    const { org, run, start, bucketRuns } = await startedRun(under);
    await bucketRuns.save(org, result(run.runId, 1));
    const continued = await start({ payload: { now: 6 } });
    expect(continued).toEqual(run);
    expect((await bucketRuns.waiting(org, continued)).map(({ bucket }) => bucket)).toEqual([0, 2]);
    const other = await start({ key: 'model 2', payload: { now: 7 } });
    expect(other.payload).toEqual({ now: 7 });
    expect(await bucketRuns.waiting(org, other)).toHaveLength(3);
    await expect(bucketRuns.waiting(org, run)).rejects.toMatchObject({ code: 'claim_lost' });
    under.clock.advance(HOUR_MS + 1);
    expect((await start({ key: 'model 2', payload: { now: 8 } })).payload).toEqual({ now: 8 });
  });

  it('stores the first result of each bucket, and reads them in order', async () => {
    const { org, run, bucketRuns } = await startedRun(given());
    for (const bucket of [2, 0, 1]) await bucketRuns.save(org, result(run.runId, bucket));
    await expect(bucketRuns.save(org, result(run.runId, 1, 'late'))).rejects.toMatchObject({ code: 'claim_lost' });
    expect(await bucketRuns.isWaiting(org, run.runId, 1)).toBe(false);
    expect(await resultsOf(bucketRuns, org, run.runId)).toEqual(['result 0', 'result 1', 'result 2']);
    await bucketRuns.end(org, run.runId);
    expect(await bucketRuns.list(org)).toEqual([]);
    await expect(bucketRuns.save(org, result(run.runId, 1))).rejects.toMatchObject({ code: 'claim_lost' });
  });

  it('logs and queues the scores of a bucket only together with its result', async () => {
    const { org, run, bucketRuns, outbox, scoreLog } = await startedRun(given());
    const enqueue = () => enqueueBucket(outbox, org, run.runId);
    expect(await enqueue()).toBe(1);
    await expect(enqueue()).rejects.toMatchObject({ code: 'claim_lost' });
    expect(await scoreLog.findBySubject(org, '00Q1', 10)).toHaveLength(1);
    for (const { bucket } of await bucketRuns.waiting(org, run)) await bucketRuns.save(org, result(run.runId, bucket));
    expect((await resultsOf(bucketRuns, org, run.runId))[0]).toBe('scored, 1 queued');
  });

  it('has the bucket of an erased lead done again, and names the lead nowhere', async () => {
    const { org, run, bucketRuns, personalData, leadHistories } = await startedRun(given());
    for (const bucket of [0, 1, 2]) await bucketRuns.save(org, result(run.runId, bucket));
    await personalData.eraseLead(org, '00Q4', 9_000, 'cli');
    await expect(resultsOf(bucketRuns, org, run.runId)).rejects.toMatchObject({ code: 'claim_lost' });
    const [again, ...others] = (await bucketRuns.waiting(org, run)) as [LeadBucket, ...LeadBucket[]];
    expect([again, others]).toEqual([{ bucket: 1, after: '00Q2', last: '00Q3' }, []]);
    await personalData.eraseLead(org, '00Q2', 9_000, 'cli');
    expect(await bucketRuns.waiting(org, run)).toEqual([
      { bucket: 0, after: '', last: '00Q1' },
      { bucket: 1, after: '00Q1', last: '00Q3' },
    ]);
    const read = [];
    for await (const chunk of leadHistories.readHistories(org, 'all', 9, { after: '00Q1', last: '00Q3' })) {
      read.push(...chunk.map(({ leadId }) => leadId));
    }
    expect(read).toEqual(['00Q3']);
  });

  it('removes runs that nobody has continued for a day', async () => {
    const under = given();
    const { org, bucketRuns, personalData } = await startedRun(under);
    await personalData.removeOld(org, {});
    expect(await bucketRuns.list(org)).toHaveLength(1);
    under.clock.advance(25 * HOUR_MS);
    await personalData.removeOld(org, {});
    expect(await bucketRuns.list(org)).toEqual([]);
  });
});

const enqueueBucket = (outbox: Outbox, org: string, runId: string): Promise<number> =>
  outbox.enqueue(
    org,
    [scoreEntry({ subjectId: '00Q1' })],
    [scoreUpdate({ leadId: '00Q1' })],
    [],
    [],
    result(runId, 0, 'scored'),
  );

async function resultsOf(
  bucketRuns: StorageUnderTest['storage']['bucketRuns'],
  org: string,
  runId: string,
): Promise<string[]> {
  const results: string[] = [];
  for await (const bytes of bucketRuns.results(org, runId)) results.push(textOf(bytes));
  return results;
}
