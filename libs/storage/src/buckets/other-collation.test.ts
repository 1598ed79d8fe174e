import { HOUR_MS } from '@leadlight/common';
import { describe, expect, inject, it } from 'vitest';
import { openStorage } from '../open-storage.ts';
import { openOwnDatabase } from '../testing/own-storage.ts';
import { leadRecord } from '../testing/records.ts';

const databaseUrl = inject('databaseUrl');
const ORG = '00Dcollation';

describe.skipIf(databaseUrl === '')('runs in buckets, in a database that sorts texts as a language does', () => {
  it('have the bucket of an erased lead done again', async () => {
    const own = await openOwnDatabase(databaseUrl, "template template0 locale_provider icu icu_locale 'en'");
    const { leadHistories, bucketRuns, personalData, close } = await openStorage({
      folder: '',
      databaseUrl: own.databaseUrl,
    });
    // In the order of their bytes, which is not that of English.
    const leadIds = ['00QB', '00QC', '00Qa', '00Qb'];
    await leadHistories.append(
      ORG,
      'Lead',
      leadIds.map((id) => leadRecord({ id })),
    );
    const limits = { leadsPerBucket: 2, maxAgeMs: HOUR_MS };
    const run = await bucketRuns.start(ORG, { kind: 'score', key: 'model 1', payload: {}, which: 'all', ...limits });
    for (const { bucket } of await bucketRuns.waiting(ORG, run)) {
      await bucketRuns.save(ORG, { runId: run.runId, bucket, resultOf: () => Buffer.from('result') });
    }
    await personalData.eraseLead(ORG, '00Qa', 9_000, 'cli');
    expect(await bucketRuns.waiting(ORG, run)).toEqual([{ bucket: 1, after: '00QC', last: null }]);
    await close();
    await own.remove();
  });
});
