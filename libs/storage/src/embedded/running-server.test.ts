import { once } from 'node:events';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { openStorage, type Storage } from '../open-storage.ts';
import { scoreEntry } from '../testing/records.ts';
import { startWriter } from '../testing/start-writer.ts';
import { findEndpoint, type Endpoint } from './endpoint.ts';
import { serveEmbedded } from './serve-embedded.ts';

const ORG = `00Drunning${process.pid}`;
/** Served already. */
const folder = inject('embeddedFolder');
const opened: Storage[] = [];

afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close();
});

async function open(): Promise<Storage> {
  const storage = await openStorage({ folder });
  opened.push(storage);
  return storage;
}

const endpoint = async (): Promise<Endpoint> => (await findEndpoint(folder)) ?? expect.fail('No server was started.');

describe('the embedded server', () => {
  it('rejects a second server on the same folder and names the process that has it', async () => {
    const { pid } = await endpoint();
    await expect(serveEmbedded(folder, 0, () => undefined)).rejects.toMatchObject({
      code: 'storage_in_use',
      facts: { folder, pid },
    });
  });

  it("rejects a client with another folder's password", async () => {
    const databaseUrl = `postgresql://leadlight:wrong@127.0.0.1:${(await endpoint()).port}/leadlight`;
    await expect(openStorage({ folder, databaseUrl })).rejects.toMatchObject({ code: 'storage_unreachable' });
  });

  it('keeps running and does not respond when it receives noise', async () => {
    const storage = await open();
    const { port } = await endpoint();
    const noises = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(4),
      Buffer.alloc(65_536, 0xff),
      Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]),
    ];
    for (const noise of noises) {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('error', () => undefined).on('data', () => undefined);
      const closed = once(socket, 'close');
      socket.end(noise);
      await closed;
    }
    await storage.scoreLog.append(ORG, [scoreEntry({ score: 5 })]);
    expect(await storage.scoreLog.findBySubject(ORG, '00Q1', 1)).toMatchObject([{ score: 5 }]);
  });

  it('isolates transactions of several clients on large rows, without a deadlock', async () => {
    const storages = [await open(), await open(), await open()];
    const text = 'x'.repeat(300_000);
    await sql`create table crowd (n int primary key, t text)`.execute(
      storages[0]?.db.withoutPlugins() ?? expect.fail(),
    );
    const works = Array.from({ length: 30 }, (_, n) => {
      const db = storages[n % 3]?.db.withoutPlugins() ?? expect.fail();
      if (n % 2 === 0) return sql`insert into crowd values (${n}, ${text + n})`.execute(db);
      return db.transaction().execute(async (trx) => {
        await sql`insert into crowd values (${n}, ${text + n})`.execute(trx);
        if (n % 3 === 0) throw new Error('changed my mind');
      });
    });
    await Promise.allSettled(works);
    const { rows } = await sql<{ n: number; fits: boolean }>`
    select n, t = ${text} || n::text as fits from crowd order by n`.execute(
      storages[1]?.db.withoutPlugins() ?? expect.fail(),
    );
    const expected = Array.from({ length: 30 }, (_, n) => n).filter((n) => n % 2 === 0 || n % 3 !== 0);
    expect(rows).toEqual(expected.map((n) => ({ n, fits: true })));
  });

  it('rolls back the transaction of a client that dies, and serves the others', async () => {
    const storage = await open();
    const { child, lines } = startWriter(folder, ORG, 'transaction');
    expect((await lines.next()).value).toBe('open');
    const waiting = storage.leadHistories.findCursor(ORG, 'Lead');
    child.kill('SIGKILL');
    expect(await waiting).toBeUndefined();
    await storage.leadHistories.append(ORG, 'Lead', [], 'mine');
    expect(await storage.leadHistories.findCursor(ORG, 'Lead')).toBe('mine');
  });
});
