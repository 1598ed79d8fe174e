import { chownSync, statSync } from 'node:fs';
import { environmentValue } from '@leadlight/common';
import { createPool, openStorage, type Storage } from '@leadlight/storage';
import {
  findPostgresBin,
  mountSmallDisk,
  startPostgresCluster,
  type PostgresCluster,
  type SmallDisk,
} from '@leadlight/storage/testing';
import { createApiKey } from '@leadlight/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type RunningService } from '../compose.ts';
import { parseServiceSettings } from '../service-settings.ts';
import { testModel } from '../testing/test-model.ts';

const ROUNDS = environmentValue(process.env, 'LEADLIGHT_FAULT_ROUNDS');
const ORG = '00D000000000001EAA';
const DISK_MEGABYTES = 40;
const LEADS = 100;

const bin = findPostgresBin();
const probe = mountSmallDisk(1);
const missing = typeof probe === 'string' ? probe : bin === undefined ? 'no PostgreSQL' : undefined;
if (typeof probe !== 'string') probe.remove();
if (missing) process.stdout.write(`skipped: the scoring API on a full disk: ${missing}\n`);

describe.skipIf(missing !== undefined)('the scoring API while the disk of its database is full', () => {
  let cluster: PostgresCluster;
  let disk: SmallDisk;
  let storage: Storage;
  let service: RunningService;
  let key: string;
  const logged: string[] = [];

  beforeAll(async () => {
    cluster = await startPostgresCluster(bin!, ['fsync=off', 'autovacuum_naptime=1s']);
    disk = mountSmallDisk(DISK_MEGABYTES) as SmallDisk;
    const { uid, gid } = statSync(cluster.folder);
    chownSync(disk.folder, uid, gid);
    const pool = createPool({ connectionString: cluster.databaseUrl, max: 1 });
    await pool.query(`create tablespace small location '${disk.folder}'`);
    await pool.query('create database small tablespace small');
    await pool.end();
    const databaseUrl = cluster.databaseUrl.replace('/postgres?', '/small?');
    storage = await openStorage({ databaseUrl, folder: '' });
    ({ key } = await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'test'));
    const model = testModel(1);
    await storage.models.save(ORG, model.file, model.entry, true);
    const log = pino({}, { write: (line: string) => void logged.push(line) });
    const args = ['--port', '0', '--log-every', '1000000'];
    service = await startService(parseServiceSettings(args, { DATABASE_URL: databaseUrl })!, log);
  });
  afterAll(async () => {
    await service.stop();
    await storage.close();
    await cluster.stop();
    disk.remove();
  });

  let requests = 0;
  const score = async () => {
    const leadIds = Array.from({ length: LEADS }, (_, n) => `${requests}-${n}`);
    requests += 1;
    const response = await fetch(`${service.url}/v1/scores`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ leads: leadIds.map((leadId) => ({ leadId, fields: { LeadSource: 'Web' } })) }),
    });
    return { response, leadIds };
  };
  const readiness = async () => (await fetch(`${service.url}/readyz`)).status;

  it('answers 503 with the SQLSTATE in its log and is not ready; then it recovers, and nothing acknowledged is lost', async () => {
    const acknowledged: string[] = [];
    const rejected: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      disk.fill(64);
      for (;;) {
        const { response, leadIds } = await score();
        if (response.status !== 200) {
          expect(await response.json()).toMatchObject({ status: 503, type: '/problems/storage-unavailable' });
          expect(response.headers.get('retry-after')).not.toBeNull();
          rejected.push(...leadIds);
          break;
        }
        await response.arrayBuffer();
        acknowledged.push(...leadIds);
      }
      expect(await readiness()).toBe(503);
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
      disk.free();
      expect(await readiness()).toBe(200);
      const { response, leadIds } = await score();
      expect(response.status).toBe(200);
      acknowledged.push(...leadIds);
    }
    const rows = await storage.db.selectFrom('score_log').select('subject_id').where('org_id', '=', ORG).execute();
    const stored = rows.map((row) => row.subject_id).toSorted();
    process.stdout.write(
      `${JSON.stringify({ rounds: ROUNDS, acknowledged: acknowledged.length, stored: stored.length })}\n`,
    );
    expect(stored).toEqual(acknowledged.toSorted());
    expect(rejected).toHaveLength(ROUNDS * LEADS);
    const failures = logged
      .filter((line) => line.includes('"request failed"'))
      .map((line) => JSON.parse(line) as object);
    expect(failures).toHaveLength(ROUNDS);
    for (const failure of failures) {
      // The second is that of a connection that is opened at this time, which happens on a busy machine.
      const sqlState: unknown = expect.toBeOneOf(['53100', 'XX000']);
      expect(failure).toMatchObject({ code: 'storage-unavailable', error: { sqlState } });
    }
  });
});
