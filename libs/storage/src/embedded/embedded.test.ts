import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStorage, type Storage } from '../open-storage.ts';
import { scoreEntry } from '../testing/records.ts';
import { findEndpoint, writeEndpoint } from './endpoint.ts';
import { serveEmbedded } from './serve.ts';

const ORG = '00Dembedded';

let folder: string;
/** A closed storage to copy: making one takes seconds. */
let template: string;
const opened: Storage[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  template = temporaryFolder();
  await (await openStorage({ folder: template })).close();
});

afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  folder = temporaryFolder();
  cpSync(template, folder, { recursive: true });
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const storage of opened.splice(0)) await storage.close();
  await serverGone(folder);
  rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'leadlight-embedded-'));
}

async function open(): Promise<Storage> {
  const storage = await openStorage({ folder });
  opened.push(storage);
  return storage;
}

function writer(...args: string[]) {
  const main = fileURLToPath(new URL('../testing/writer-process.ts', import.meta.url));
  const child = spawn(process.execPath, [main, folder, ORG, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Waits for what another process does; the test's own time limit is the only one. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(10);
}

/** Resolves when the process that serves the folder has ended. */
async function serverGone(of: string): Promise<void> {
  const endpoint = await findEndpoint(of);
  if (endpoint !== undefined) await until(() => !isAlive(endpoint.pid));
}

const serverPid = async (): Promise<number> => (await findEndpoint(folder))?.pid ?? Number.NaN;

const logged = async (storage: Storage): Promise<number[]> =>
  (await storage.scoreLog.findByLead(ORG, '00Q1', 100_000)).map(({ score }) => score).toReversed();

test('a second opening of a folder joins the server of the first, which lives until the last one closes', async () => {
  const [first, second] = [await open(), await open()];
  await first.scoreLog.append(ORG, [scoreEntry({ score: 7 })]);
  expect(await logged(second)).toEqual([7]);
  const pid = await serverPid();
  await first.close();
  expect(isAlive(pid)).toBe(true);
  expect(await logged(second)).toEqual([7]);
  await second.close();
  await serverGone(folder);
  opened.length = 0;
  expect(await logged(await open())).toEqual([7]);
});

test('openings at the same time end up at one server', async () => {
  const [first, second, third] = await Promise.all([open(), open(), open()]);
  await first.scoreLog.append(ORG, [scoreEntry({ score: 1 })]);
  await second.scoreLog.append(ORG, [scoreEntry({ score: 2 })]);
  expect(await logged(third)).toHaveLength(2);
});

test('a second server on a folder is refused, naming the process that has it', async () => {
  await open();
  const pid = await serverPid();
  await expect(serveEmbedded(folder, 0)).rejects.toMatchObject({ code: 'storage_in_use', failure: { folder, pid } });
});

test('what is left of a dead server is taken over, though its process id and port belong to others by now', async () => {
  const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  await (await open()).close();
  opened.length = 0;
  await writeEndpoint(folder, { pid: process.pid, port, startedAt: 0, password: 'old' });
  const storage = await open();
  expect(await serverPid()).not.toBe(process.pid);
  await storage.scoreLog.append(ORG, [scoreEntry()]);
  stranger.close();
});

test("a client with another folder's password is turned away", async () => {
  await open();
  const endpoint = await findEndpoint(folder);
  if (endpoint === undefined) throw new Error('No endpoint was written.');
  const databaseUrl = `postgresql://leadlight:wrong@127.0.0.1:${endpoint.port}/leadlight`;
  await expect(openStorage({ folder, databaseUrl })).rejects.toMatchObject({ code: 'storage_unreachable' });
});

test('noise on the port neither stops the server nor gets an answer', async () => {
  const storage = await open();
  const port = (await findEndpoint(folder))?.port ?? Number.NaN;
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
  expect(await logged(storage)).toEqual([5]);
});

test('the server ends with its owner, even one that is killed', async () => {
  const { child, lines } = writer('pause');
  expect((await lines.next()).value).toBe('open');
  const pid = await serverPid();
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await serverGone(folder);
});

test('a first start that is killed half-way is begun anew', async () => {
  const fresh = temporaryFolder();
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, fresh], { stdio: ['pipe', 'ignore', 'ignore'] });
  children.push(child);
  const exited = once(child, 'exit');
  await until(() => existsSync(join(fresh, 'storage', 'database.new', 'global')));
  child.kill('SIGKILL');
  await exited;
  const storage = await openStorage({ folder: fresh });
  await storage.scoreLog.append(ORG, [scoreEntry({ score: 3 })]);
  expect(await logged(storage)).toEqual([3]);
  await storage.close();
  rmSync(fresh, { recursive: true, force: true });
});

test('a killed client loses nothing it was told is written, and leaves no lock behind', async () => {
  const { child, lines } = writer();
  expect((await lines.next()).value).toBe('open');
  for (let count = 0; count < 200; count++) await lines.next();
  child.kill('SIGKILL');
  let acknowledged = 199;
  for (let { value, done } = await lines.next(); done !== true; { value, done } = await lines.next())
    acknowledged = Number(value);
  const kept = await logged(await open());
  expect(kept.slice(0, acknowledged + 1)).toEqual(Array.from({ length: acknowledged + 1 }, (_, score) => score));
  // One more may have been written whose acknowledgement died with the client.
  expect(kept.length - acknowledged).toBeLessThanOrEqual(2);
});

test('a killed server loses nothing it acknowledged; its clients hear of it, and their next query finds a new one', async () => {
  const storage = await open();
  for (let round = 0; round < 3; round++) {
    const before = await logged(storage);
    const acknowledged: number[] = [];
    const writing = (async () => {
      for (let score = before.length; ; score++) {
        await storage.scoreLog.append(ORG, [scoreEntry({ score, scoredAt: score })]);
        acknowledged.push(score);
        if (acknowledged.length === 50) process.kill(await serverPid(), 'SIGKILL');
      }
    })();
    await expect(writing).rejects.toMatchObject({ code: 'storage_unreachable' });
    const kept = await logged(storage);
    expect(kept.slice(0, before.length + acknowledged.length)).toEqual([...before, ...acknowledged]);
    expect(kept.length - before.length - acknowledged.length).toBeLessThanOrEqual(1);
  }
});

test('transactions of several clients on large rows do not touch one another, nor wait for ever', async () => {
  const storages = [await open(), await open(), await open()];
  const text = 'x'.repeat(300_000);
  await sql`create table crowd (n int primary key, t text)`.execute(storages[0]?.db.withoutPlugins() ?? expect.fail());
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

test('a process that dies in the middle of a transaction undoes it and frees the others', async () => {
  const storage = await open();
  const { child, lines } = writer('transaction');
  expect((await lines.next()).value).toBe('open');
  const waiting = storage.leadHistories.findCursor(ORG, 'Lead');
  child.kill('SIGKILL');
  expect(await waiting).toBeUndefined();
  await storage.leadHistories.append(ORG, 'Lead', [], 'mine');
  expect(await storage.leadHistories.findCursor(ORG, 'Lead')).toBe('mine');
});
