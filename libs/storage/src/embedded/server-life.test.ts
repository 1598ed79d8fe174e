import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../open-storage.ts';
import { scoreEntry } from '../testing/records.ts';
import { startWriter, type Writer } from '../testing/start-writer.ts';
import { findEndpoint, writeEndpoint } from './endpoint.ts';

const ORG = '00Dembedded';

let folder: string;
/** A closed storage to copy: creating one takes seconds. */
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

function writer(...mode: string[]): Writer {
  const started = startWriter(folder, ORG, ...mode);
  children.push(started.child);
  return started;
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Waits for another process, as long as the test's own time limit allows. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

/** Resolves when the process that serves the folder has ended. */
async function serverGone(of: string): Promise<void> {
  const endpoint = await findEndpoint(of);
  if (endpoint !== undefined) await until(() => !isAlive(endpoint.pid));
}

const serverPid = async (): Promise<number> => (await findEndpoint(folder))?.pid ?? Number.NaN;

const logged = async (storage: Storage): Promise<number[]> =>
  (await storage.scoreLog.findBySubject(ORG, '00Q1', 100_000)).map(({ score }) => score).toReversed();

describe('the life cycle of the embedded server', () => {
  it('shares one server among all openings, until the last one closes', async () => {
    const [first, second, third] = await Promise.all([open(), open(), open()]);
    await first.scoreLog.append(ORG, [scoreEntry({ score: 7 })]);
    expect(await logged(third)).toEqual([7]);
    const pid = await serverPid();
    await Promise.all([first.close(), third.close()]);
    expect(isAlive(pid)).toBe(true);
    expect(await logged(second)).toEqual([7]);
    await second.close();
    await serverGone(folder);
    opened.length = 0;
    expect(await logged(await open())).toEqual([7]);
  });

  it('takes over from a dead server even if other processes now use its process id and port', async () => {
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

  it('starts from scratch after the first start was killed half-way', async () => {
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

  it('keeps every acknowledged score when the owner is killed, and the server ends with it', async () => {
    const { child, lines } = writer();
    expect((await lines.next()).value).toBe('open');
    for (let count = 0; count < 200; count++) await lines.next();
    child.kill('SIGKILL');
    let acknowledged = 199;
    for (let { value, done } = await lines.next(); done !== true; { value, done } = await lines.next())
      acknowledged = Number(value);
    await serverGone(folder);
    const kept = await logged(await open());
    expect(kept.slice(0, acknowledged + 1)).toEqual(Array.from({ length: acknowledged + 1 }, (_, score) => score));
    // One more may have been written whose acknowledgement was lost with the client.
    expect(kept.length - acknowledged).toBeLessThanOrEqual(2);
  });

  it('keeps every acknowledged score when the server is killed; clients get an error, and their next query starts a new server', async () => {
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
});
