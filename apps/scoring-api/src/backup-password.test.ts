import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentValue } from '@leadlight/common';
import { createPool } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster, type PostgresCluster } from '@leadlight/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = findPostgresBin();
if (bin === undefined) {
  if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL'))
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no PostgreSQL was found.');
  process.stdout.write('skipped: no PostgreSQL\n');
}

/** With everything that a URL, a shell or a password file could misread. */
const PASSWORD = `s3:cr\\et @/?&%#'"$ß`;
const ENCODED = encodeURIComponent(PASSWORD).replaceAll("'", '%27');

interface RunningScript {
  readonly pid: number;
  readonly output: Promise<{ readonly code: number | null; readonly text: string }>;
}

describe.skipIf(bin === undefined)('the password in DATABASE_URL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-backup-'));
  let cluster: PostgresCluster;
  let admin: ReturnType<typeof createPool>;

  beforeAll(async () => {
    cluster = await startPostgresCluster(bin!);
    admin = createPool({ connectionString: cluster.databaseUrl, max: 2 });
    await admin.query(`create role backup login superuser password '${PASSWORD.replaceAll("'", "''")}'`);
    await admin.query('create table precious as select 42 as n');
    await admin.query('create database restored');
    await admin.query('create database again');
    const rules = join(cluster.folder, 'data', 'pg_hba.conf');
    const others = readFileSync(rules, 'utf8');
    writeFileSync(rules, 'local all backup scram-sha-256\n');
    appendFileSync(rules, others);
    await admin.query('select pg_reload_conf()');
  });
  afterAll(async () => {
    await admin.end();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const inLogin = (database: string) =>
    `postgresql://backup:${ENCODED}@/${database}?host=${encodeURIComponent(cluster.folder)}`;
  const inQuery = (database: string) =>
    `postgresql:///${database}?host=${encodeURIComponent(cluster.folder)}&password=${ENCODED}&user=backup`;

  function start(script: string, argument: string, databaseUrl: string): RunningScript {
    const file = fileURLToPath(new URL(`../../../docs/operating/${script}`, import.meta.url));
    const env = { ...process.env, DATABASE_URL: databaseUrl, PATH: `${bin}:${process.env['PATH']}`, TMPDIR: folder };
    const child = spawn(file, [argument], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    }
    return { pid: child.pid!, output: once(child, 'close').then(([code]) => ({ code: code as number | null, text })) };
  }

  /** Runs a script while its program waits for a lock. @returns the arguments of all processes then, and its output */
  async function runWhileLocked(lock: string, program: string, database: string, run: () => RunningScript) {
    const pool = createPool({ connectionString: cluster.databaseUrl.replace('/postgres?', `/${database}?`), max: 1 });
    await pool.query(`begin; ${lock}`);
    const script = run();
    let list = '';
    while (!list.includes(`${program}\0`)) {
      list = processList();
      await delay(10);
    }
    await waitsForLock(database);
    list = processList();
    await pool.query('commit');
    await pool.end();
    return { list, ...(await script.output) };
  }

  async function waitsForLock(database: string): Promise<void> {
    for (;;) {
      const { rows } = await admin.query(
        `select 1 from pg_stat_activity where datname = $1 and usename = 'backup' and wait_event_type = 'Lock'`,
        [database],
      );
      if (rows.length > 0) return;
      await delay(10);
    }
  }

  const processList = (): string =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        } catch {
          return ''; // It has ended.
        }
      })
      .join('\n');

  const leftBehind = () => readdirSync(folder).filter((name) => name.startsWith('tmp.'));

  it.each([
    ['its login', inLogin, 'restored'],
    ['its query', inQuery, 'again'],
  ])('is used from %s, and never shown in the process list by backup.sh and restore.sh', async (_, urlOf, target) => {
    const backups = join(folder, target);
    const backup = await runWhileLocked('lock table precious', 'pg_dump', 'postgres', () =>
      start('backup.sh', backups, urlOf('postgres')),
    );
    expect(backup).toMatchObject({ code: 0, text: expect.stringContaining('.dump') as string });
    // An open transaction with a table of the same name makes the restore wait.
    const restore = await runWhileLocked(
      'create table precious (n int); drop table precious',
      'pg_restore',
      target,
      () => start('restore.sh', backup.text.trim(), urlOf(target)),
    );
    expect(restore).toMatchObject({ code: 0, text: expect.stringContaining('restored') as string });
    for (const { list } of [backup, restore]) {
      expect(list).toContain(cluster.folder);
      expect(list).not.toContain(PASSWORD);
      expect(list).not.toContain(ENCODED);
    }
    expect(leftBehind()).toEqual([]);
  });

  it('is reported when it is wrong', async () => {
    const { output } = start('backup.sh', join(folder, 'none'), inLogin('postgres').replace(ENCODED, 'wrong'));
    expect(await output).toMatchObject({ code: 1, text: expect.stringContaining('authentication failed') as string });
    expect(leftBehind()).toEqual([]);
  });
});
