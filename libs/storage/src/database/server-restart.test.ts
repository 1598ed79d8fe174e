import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../open-storage.ts';
import { findPostgresBin, startPostgresCluster, type PostgresCluster } from '../testing/postgres-cluster.ts';
import { leadRecord, scoreEntry } from '../testing/records.ts';

const ORG = '00Drestart';
const bin = findPostgresBin();

let cluster: PostgresCluster;
let storage: Storage;

beforeAll(async () => {
  if (bin === undefined) return;
  // The page cache survives a crashed process, so fsync would prove nothing here and take seconds.
  cluster = await startPostgresCluster(bin, ['fsync=off', 'synchronous_commit=on']);
  storage = await openStorage({ folder: '', databaseUrl: cluster.databaseUrl });
});

afterAll(async () => {
  await storage?.close();
  await cluster?.stop();
});

describe('storage on a PostgreSQL server', () => {
  it.skipIf(bin === undefined)(
    'loses no acknowledged score when the server crashes, and uses the server again once it is back',
    async () => {
      for (let round = 0; round < 3; round++) {
        const acknowledged: number[] = [];
        let crashed: Promise<void> | undefined;
        const writing = (async () => {
          for (let score = 0; ; score++) {
            await storage.scoreLog.append(ORG, [scoreEntry({ subjectId: `L${round}`, score, scoredAt: score })]);
            acknowledged.push(score);
            if (score === 100) crashed = cluster.crashAndRestart();
          }
        })();
        await expect(writing).rejects.toMatchObject({ code: 'storage_unreachable' });
        await crashed;
        const kept = (await storage.scoreLog.findBySubject(ORG, `L${round}`, 1_000_000))
          .map(({ score }) => score)
          .toReversed();
        expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
        expect(kept.length - acknowledged.length).toBeLessThanOrEqual(1);
      }
    },
  );

  it.skipIf(bin === undefined)('keeps records and cursor consistent through a crash', async () => {
    let pages = 0;
    let crashed: Promise<void> | undefined;
    const writing = (async () => {
      for (; ; pages++) {
        const page = Array.from({ length: 50 }, (_, index) => leadRecord({ id: `P${pages}-${index}` }));
        await storage.leadHistories.append(ORG, 'Lead', page, String(pages));
        if (pages === 10) crashed = cluster.crashAndRestart();
      }
    })();
    await expect(writing).rejects.toMatchObject({ code: 'storage_unreachable' });
    await crashed;
    const cursor = Number(await storage.leadHistories.findCursor(ORG, 'Lead'));
    expect(cursor).toBeGreaterThanOrEqual(pages - 1);
    expect((await storage.leadHistories.countLeads(ORG)).all).toBe((cursor + 1) * 50);
  });

  it.skipIf(bin === undefined)(
    'gives up a query after queryTimeoutMs, drops its connection, and answers the next query',
    async () => {
      const hasty = await openStorage({
        folder: '',
        databaseUrl: cluster.databaseUrl,
        queryTimeoutMs: 200,
        maxConnections: 1,
      });
      const slow = hasty.db.transaction().execute((trx) => sql`select pg_sleep(600)`.execute(trx));
      await expect(slow).rejects.toMatchObject({ code: 'storage_unreachable' });
      expect(await hasty.leadHistories.findCursor(ORG, 'none')).toBeUndefined();
      await hasty.close();
    },
  );

  it('names the address without the password where no server listens', async () => {
    const databaseUrl = 'postgresql://leadlight:hidden@127.0.0.1:1/leadlight';
    const failed = openStorage({ folder: '', databaseUrl });
    await expect(failed).rejects.toMatchObject({ code: 'storage_unreachable' });
    await expect(failed).rejects.toThrow('postgresql://127.0.0.1:1/leadlight');
    await expect(failed).rejects.not.toThrow('hidden');
  });
});
