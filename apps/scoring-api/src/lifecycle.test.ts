import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { environmentValue } from '@leadlight/common';
import { createPool } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster, type PostgresCluster } from '@leadlight/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

const bin = findPostgresBin();
if (bin === undefined) {
  if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL'))
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no PostgreSQL was found.');
  process.stdout.write('skipped: no PostgreSQL\n');
}

describe.skipIf(bin === undefined)('processes over one database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-life-'));
  const children: ChildProcess[] = [];
  let cluster: PostgresCluster;
  let pool: ReturnType<typeof createPool>;

  beforeAll(async () => {
    cluster = await startPostgresCluster(bin!);
    pool = createPool({ connectionString: cluster.databaseUrl, max: 1 });
  });
  afterAll(async () => {
    for (const child of children) {
      const exited = once(child, 'exit');
      if (child.kill('SIGKILL')) await exited;
    }
    await pool.end();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const spawnService = (): ChildProcess => {
    const env = { ...process.env, DATABASE_URL: cluster.databaseUrl };
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--folder', folder], { env, stdio: 'pipe' });
    children.push(child);
    return child;
  };
  const listening = async (child: ChildProcess): Promise<string> => {
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    return (JSON.parse(line) as { listening: string }).listening;
  };
  const stop = async (child: ChildProcess): Promise<number | null> => {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    return ((await closed) as [number | null])[0];
  };
  const migrations = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ name: string }>('select name from migration order by name');
    return rows.map(({ name }) => name);
  };

  it('that start at the same time migrate it once, and are all ready', async () => {
    const started = [spawnService(), spawnService(), spawnService()];
    const urls = await Promise.all(started.map(listening));
    for (const url of urls) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await migrations()).toContain('0001-baseline');
    expect(await Promise.all(started.map(stop))).toEqual([0, 0, 0]);
  });

  it('do not start on a database of a newer release; running ones continue, and a restored database works', async () => {
    const running = spawnService();
    const url = await listening(running);
    const supported = (await migrations()).at(-1)!;
    const newest = '9999-later-release';
    await pool.query('insert into migration (name, timestamp) values ($1, $2)', [newest, '2100-01-01T00:00:00.000Z']);

    const rejected = spawnService();
    let said = '';
    rejected.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(rejected, 'close')) as [number | null];
    expect(code).toBe(1);
    expect(said).toMatch(
      new RegExp(
        `^The database is at migration ${newest}, and this release supports migrations up to ${supported}\\. .*\\nSee docs/errors.md#storage_newer\\n$`,
      ),
    );
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await stop(running)).toBe(0);

    await pool.query('delete from migration where name = $1', [newest]);
    const back = spawnService();
    expect((await fetch(`${await listening(back)}/readyz`)).status).toBe(200);
    expect(await stop(back)).toBe(0);
  });
});
