import { afterEach, describe, expect, it } from 'vitest';
import { describeResponse } from '../testing/described-objects.ts';
import {
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureResponse,
  type FixtureOrg,
  type FixtureRequest,
} from '../testing/fixture-org.ts';
import { inMemoryWriteClaim } from '../testing/write-claim.ts';
import { createScoreWriter, type ScoreWriterOptions } from './score-writer.ts';
import { scoreUpdate, scoreUpdates } from '../testing/score-update.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const REASONS = '[{"text":"a, \\"b\\"\nc"}]';

async function writerOf(
  handler: (request: FixtureRequest) => FixtureResponse | undefined,
  options: ScoreWriterOptions = {},
) {
  org = await startFixtureOrg(
    (request) =>
      handler(request) ??
      (request.path === '/sobjects/Leadlight_Score_History__c/describe'
        ? describeResponse('Leadlight_Score_History__c', { Id: 'id', Key__c: 'string' })
        : undefined),
  );
  return createScoreWriter(await org.connect(), { timing: recordedTiming(), ...options });
}

interface Sent {
  readonly records: readonly Readonly<Record<string, unknown>>[];
}
const sentIn = ({ body }: FixtureRequest) => (JSON.parse(body) as Sent).records;
const HISTORY = '/composite/sobjects/Leadlight_Score_History__c/Key__c';

describe('createScoreWriter history by collections', () => {
  const wellExcept =
    (failing: readonly string[], error: object) =>
    (request: FixtureRequest): FixtureResponse | undefined => {
      if (request.method !== 'PATCH') return undefined;
      return {
        body: sentIn(request).map((record) =>
          request.path === HISTORY && failing.includes(String(record.Lead__c))
            ? { success: false, errors: [error] }
            : { success: true, errors: [] },
        ),
      };
    };

  it('upserts each score as a record whose key contains lead, model and instant', async () => {
    const writer = await writerOf(wellExcept([], {}));
    expect(await writer.writeScores([scoreUpdate('00Q1', { reasons: REASONS })], inMemoryWriteClaim())).toEqual([
      { leadId: '00Q1', outcome: 'written' },
    ]);
    const history = org!.requests.find(({ path }) => path === HISTORY);
    expect(sentIn(history!)).toEqual([
      {
        attributes: { type: 'Leadlight_Score_History__c' },
        Key__c: '00Q1:v7 (abc):2026-11-22T12:00:00.000Z',
        Lead__c: '00Q1',
        Score__c: 87,
        Band__c: 'A',
        Probability__c: 50,
        Reasons__c: REASONS,
        Model__c: 'v7 (abc)',
        Scored_At__c: '2026-11-22T12:00:00.000Z',
        Input_Hash__c: 'f00',
      },
    ]);
  });

  it('reports a rejected record without changing the outcome of the lead', async () => {
    const error = { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id' };
    const writer = await writerOf(wellExcept(['00Q1'], error));
    expect(await writer.writeScores(scoreUpdates(2, { reasons: REASONS }), inMemoryWriteClaim())).toEqual([
      { leadId: '00Q0', outcome: 'written' },
      {
        leadId: '00Q1',
        outcome: 'written',
        message: 'history: INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
      },
    ]);
  });

  it('retries both records when the history record stays locked', async () => {
    const writer = await writerOf(wellExcept(['00Q1'], { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'locked' }));
    expect(await writer.writeScores([scoreUpdate('00Q1', { reasons: REASONS })], inMemoryWriteClaim())).toMatchObject([
      { outcome: 'retry' },
    ]);
  });

  it('asks an org that rejects the whole object again after an hour', async () => {
    const timing = recordedTiming();
    const writer = await writerOf(
      (request) => (request.path === HISTORY ? errorResponse(404, 'NOT_FOUND') : wellExcept([], {})(request)),
      { timing },
    );
    const requestCount = () => org!.requests.filter(({ path }) => path === HISTORY).length;
    expect(await writer.writeScores(scoreUpdates(201, { reasons: REASONS }), inMemoryWriteClaim())).toHaveLength(201);
    expect(requestCount()).toBe(1);
    await timing.sleep(3_600_000);
    await writer.writeScores(scoreUpdates(201, { reasons: REASONS }), inMemoryWriteClaim());
    expect(requestCount()).toBe(2);
  });

  it('writes no history where it is off or the user may not create it', async () => {
    const writer = await writerOf(wellExcept([], {}), { history: false });
    await writer.writeScores([scoreUpdate('00Q1', { reasons: REASONS })], inMemoryWriteClaim());
    expect(org!.requests.filter(({ path }) => path === HISTORY)).toEqual([]);
  });
});

describe('createScoreWriter by job, from 2,000 updates on', () => {
  const failedResults =
    '"sf__Id","sf__Error","Id","Leadlight_Score__c"\n' +
    '"","ENTITY_IS_DELETED:entity is deleted:--","00Q5","87"\n' +
    '"","UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--","00Q6","87"\n';
  const nothing = '"sf__Id","sf__Error","Id","Key__c"\n';

  /** Jobs have consecutive ids; the first one fails two rows. */
  function jobs(request: FixtureRequest): FixtureResponse | undefined {
    const { method, path } = request;
    if (path === '/composite/sobjects') return { body: sentIn(request).map(() => ({ success: true, errors: [] })) };
    if (!path.startsWith('/jobs/ingest')) return undefined;
    if (method === 'POST')
      return { body: { id: `job-${org!.requests.filter((each) => each.path === '/jobs/ingest').length}` } };
    if (path.endsWith('/failedResults')) return { body: path.includes('job-1/') ? failedResults : nothing };
    if (path.endsWith('/unprocessedrecords')) return { body: '"Id","Key__c"\n' };
    if (path.endsWith('/batches')) return { status: 201 };
    return method === 'DELETE' ? { status: 204 } : { body: { id: path, state: 'JobComplete' } };
  }

  it('sends one CSV file, maps failures to their records, and retries a few locked records without a job', async () => {
    const writer = await writerOf(jobs, { history: false });
    const outcomes = await writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), inMemoryWriteClaim());
    expect(outcomes).toHaveLength(2_000);
    expect(outcomes.filter(({ outcome }) => outcome !== 'written')).toEqual([
      { leadId: '00Q5', outcome: 'failed', message: 'ENTITY_IS_DELETED: entity is deleted' },
    ]);
    const uploads = org!.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);
    expect(uploads.map((csv) => csv.match(/^"00Q\d+"/gm)?.length)).toEqual([2_000]);
    const again = org!.requests.filter(({ path }) => path === '/composite/sobjects');
    expect(again.map((request) => sentIn(request).map(({ id }) => id))).toEqual([['00Q6']]);
    expect(uploads[0]).toContain('"00Q0","87","A","true","50","[{""text"":""a, \\""b\\""\nc""}]","v7 (abc)"');
    const opened = org!.requests.find(({ path }) => path === '/jobs/ingest');
    expect(JSON.parse(opened!.body)).toEqual({
      object: 'Lead',
      contentType: 'CSV',
      lineEnding: 'LF',
      operation: 'update',
    });
    expect(org!.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  it('resends records that a duplicate rule rejected by calls that allow the alert', async () => {
    const alerts = Array.from(
      { length: 250 },
      (_, index) => `"","DUPLICATES_DETECTED:Use one of these:--","00Q${index}","87"\n`,
    );
    const writer = await writerOf(
      (request) =>
        request.path.endsWith('/failedResults')
          ? { body: `"sf__Id","sf__Error","Id","Leadlight_Score__c"\n${alerts.join('')}` }
          : jobs(request),
      { history: false },
    );
    const outcomes = await writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), inMemoryWriteClaim());
    expect(outcomes.filter(({ outcome }) => outcome !== 'written')).toEqual([]);
    const calls = org!.requests.filter(({ path }) => path === '/composite/sobjects');
    expect(calls.map((request) => sentIn(request).length)).toEqual([200, 50]);
  });

  it('upserts history records by their key', async () => {
    const writer = await writerOf((request) =>
      request.path.endsWith('/failedResults') ? { body: '' } : jobs(request),
    );
    await writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), inMemoryWriteClaim());
    const [, history] = org!.requests.filter(({ path }) => path === '/jobs/ingest');
    expect(JSON.parse(history!.body)).toMatchObject({
      object: 'Leadlight_Score_History__c',
      operation: 'upsert',
      externalIdFieldName: 'Key__c',
    });
  });

  it('aborts a job that takes too long, so that it cannot overwrite newer scores', async () => {
    const slow = (request: FixtureRequest) =>
      request.method === 'GET' && /job-1$/.test(request.path)
        ? { body: { id: 'job-1', state: 'InProgress' } }
        : jobs(request);
    const writer = await writerOf(slow, { history: false, jobTimeoutMs: 10 });
    await expect(
      writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), inMemoryWriteClaim()),
    ).rejects.toMatchObject({
      code: 'job_timeout',
    });
    const patches = org!.requests.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ body }) => (JSON.parse(body) as { state: string }).state)).toEqual([
      'UploadComplete',
      'Aborted',
    ]);
  });

  it('adds each job to the ledger before its data is complete, and removes it only after its end', async () => {
    const claim = inMemoryWriteClaim();
    const ledgerAt: [string, string[]][] = [];
    const writer = await writerOf((request) => {
      const what = request.method === 'PATCH' || request.method === 'DELETE' ? request.method : undefined;
      if (what) ledgerAt.push([`${what} ${request.path}`, [...claim.ledger.keys()]]);
      return request.path.endsWith('/failedResults') ? { body: '' } : jobs(request);
    });
    await writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), claim);
    expect(ledgerAt).toEqual([
      ['PATCH /jobs/ingest/job-1', ['job-1']],
      ['DELETE /jobs/ingest/job-1', ['job-1']],
      ['PATCH /jobs/ingest/job-2', ['job-2']],
      ['DELETE /jobs/ingest/job-2', ['job-2']],
    ]);
    expect(claim.ledger.size).toBe(0);
  });

  it('does not start a job that the ledger refuses because another process is the writer', async () => {
    const claim = inMemoryWriteClaim();
    const lost = new Error('lost');
    const writer = await writerOf(jobs, { history: false });
    const lostClaim = { ...claim, jobs: { ...claim.jobs, add: () => Promise.reject(lost) } };
    await expect(writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), lostClaim)).rejects.toBe(lost);
    expect(org!.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH')).toEqual([]);
  });

  it('keeps a job in the ledger when the org becomes unavailable while it runs', async () => {
    const claim = inMemoryWriteClaim();
    const unavailable = (request: FixtureRequest) =>
      request.method === 'GET' && /job-1$/.test(request.path)
        ? errorResponse(503, 'SERVER_UNAVAILABLE')
        : jobs(request);
    const writer = await writerOf(unavailable, { history: false });
    await expect(writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), claim)).rejects.toMatchObject({
      code: 'org_unavailable',
    });
    expect([...claim.ledger.keys()]).toEqual(['job-1']);
  });

  it('continues with a job whose start was confirmed by a lost response', async () => {
    const begun = (request: FixtureRequest) =>
      request.method === 'PATCH' && /job-1$/.test(request.path)
        ? errorResponse(400, 'INVALIDJOBSTATE', 'Job state JobComplete cannot become UploadComplete')
        : jobs(request);
    const writer = await writerOf((request) => begun(request), { history: false });
    expect(await writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), inMemoryWriteClaim())).toHaveLength(
      2_000,
    );
  });

  it('sends nothing more once another process is the writer', async () => {
    const lost = new AbortController();
    const writer = await writerOf(
      (request) => {
        if (request.method === 'DELETE') lost.abort();
        return jobs(request);
      },
      { history: false },
    );
    const outcomes = await writer.writeScores(scoreUpdates(10_001, { reasons: REASONS }), {
      ...inMemoryWriteClaim(),
      lost: lost.signal,
    });
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'retry', message: expect.stringContaining('Another process') });
    expect(org!.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('retries records that the job left unprocessed next time', async () => {
    const writer = await writerOf(
      (request) => (request.path.endsWith('/unprocessedrecords') ? { body: '"Id"\n"00Q7"\n' } : jobs(request)),
      { history: false, maxAttempts: 1 },
    );
    expect(
      (await writer.writeScores(scoreUpdates(2_000, { reasons: REASONS }), inMemoryWriteClaim()))[7],
    ).toMatchObject({
      leadId: '00Q7',
      outcome: 'retry',
    });
  });
});
