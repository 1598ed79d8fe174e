import { PGlite } from '@electric-sql/pglite';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startAutovacuum } from './autovacuum.ts';
import { SessionQueue } from './session-queue.ts';

const db = await PGlite.create();
afterAll(() => db.close());

describe('startAutovacuum', () => {
  it('vacuums and analyzes all tables at intervals until it is stopped', async () => {
    await db.exec(
      'create table crowd (n int); insert into crowd select generate_series(1, 1000); create table empty ()',
    );
    const ran: string[] = [];
    const queue = new SessionQueue<object>(
      {
        run: async (message, respond) => {
          ran.push(Buffer.from(message).toString('utf8', 5).replaceAll('\0', ''));
          await db.execProtocolRawStream(message, { onRawData: respond });
        },
        inTransaction: () => db.isInTransaction(),
        rollback: () => Promise.resolve(),
      },
      1_000,
      () => undefined,
    );
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const end = startAutovacuum(queue, 1_000, 5_000);
      await vi.advanceTimersByTimeAsync(999);
      expect(ran).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      await vi.waitUntil(() => ran.length === 3);
      expect(ran.slice(1)).toEqual(['vacuum analyze crowd', 'vacuum analyze empty']);
      end();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(ran).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
    const { rows } = await db.query("select reltuples::int from pg_class where relname = 'crowd'");
    expect(rows).toEqual([{ reltuples: 1_000 }]);
  });
});
