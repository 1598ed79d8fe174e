import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { environmentValue } from '@leadlight/common';
import { createPool, openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { createApiKey } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { testModel } from '../../testing/test-model.ts';
import { compareScoreLog } from '../compare-score-log.ts';
import { LoadGenerator } from '../load-generator.ts';
import { SupervisedService } from '../supervised-service.ts';

const ORG = '00D000000000001EAA';
const SCORES = 60;

const bin = findPostgresBin();
if (bin === undefined) {
  if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL'))
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no PostgreSQL was found.');
  process.stdout.write('skipped: no PostgreSQL\n');
}

/** Scores until this number of leads is acknowledged in all. */
const scoreUntil = (callers: LoadGenerator, count: number) => callers.run(4, () => callers.acknowledged.size >= count);

describe.skipIf(bin === undefined)('point-in-time recovery', () => {
  it('brings back every score from before a mistake, and none from after it, as the guide says', async () => {
    const archive = ['archive_mode=on', 'wal_level=replica', 'max_wal_senders=4'];
    const cluster = await startPostgresCluster(bin!, [
      ...archive,
      // The folder of the cluster is the working directory of its server's parent, and %p is relative to its data.
      'archive_command=mkdir -p ../archive && test ! -f ../archive/%f && cp %p ../archive/%f',
    ]);
    const { folder, databaseUrl } = cluster;
    const { uid, gid } = statSync(join(folder, 'data'));
    const asServer = { cwd: folder, uid, gid, stdio: 'ignore' as const };

    const storage = await openStorage({ databaseUrl, folder });
    const { key } = await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'recovery');
    const model = testModel(1);
    await storage.models.save(ORG, model.file, model.entry, true);
    const service = await SupervisedService.start(databaseUrl, ['--folder', folder]);
    const callers = new LoadGenerator(service.url, key);

    await scoreUntil(callers, SCORES);
    const base = join(folder, 'base');
    const backup = ['-D', base, '-h', folder, '-U', 'leadlight', '-X', 'none', '--checkpoint=fast', '--no-sync'];
    execFileSync(join(bin!, 'pg_basebackup'), backup, asServer);
    await scoreUntil(callers, 2 * SCORES);
    const before = { acknowledged: new Map(callers.acknowledged), uncertain: new Set(callers.uncertain) };
    const pool = createPool({ connectionString: databaseUrl, max: 1 });
    const mistakeAt = (await pool.query<{ at: string }>('select clock_timestamp()::text as at')).rows[0]!.at;
    await scoreUntil(callers, 3 * SCORES);
    await pool.query('truncate score_log');
    await pool.query('select pg_switch_wal()');
    await pool.end();
    callers.end();
    await service.stop();
    await storage.close();

    const restored = join(folder, 'sockets');
    mkdirSync(restored);
    chownSync(restored, uid, gid);
    const settings = [
      `restore_command = 'cp ${join(folder, 'archive')}/%f %p'`,
      `recovery_target_time = '${mistakeAt}'`,
      "recovery_target_action = 'promote'",
      "archive_mode = 'off'",
    ];
    const auto = join(base, 'postgresql.auto.conf');
    writeFileSync(auto, `${readFileSync(auto, 'utf8')}${settings.join('\n')}\n`);
    writeFileSync(join(base, 'recovery.signal'), '');
    const address = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${restored}`];
    const server = spawn(join(bin!, 'postgres'), ['-D', base, ...address], asServer);
    const url = `postgresql://leadlight@/postgres?host=${encodeURIComponent(restored)}`;
    await untilPrimary(url);
    const recovered = await openStorage({ databaseUrl: url, folder });
    const log = await compareScoreLog(recovered, ORG, before);
    await recovered.close();
    const exited = once(server, 'exit');
    server.kill('SIGINT');
    await exited;
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });

    expect(before.acknowledged.size).toBeGreaterThanOrEqual(2 * SCORES);
    expect(log).toMatchObject({ missing: 0, again: 0, otherwise: 0, neverAcknowledged: 0 });
    expect(log.exactlyOnce).toBe(before.acknowledged.size);
  }, 300_000);
});

/** Waits until the server has recovered and accepts writes. */
async function untilPrimary(connectionString: string): Promise<void> {
  for (;;) {
    const pool = createPool({ connectionString, max: 1 });
    try {
      const { rows } = await pool.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
      if (rows[0]?.recovering === false) return;
    } catch {
      // It does not accept connections yet.
    } finally {
      await pool.end();
    }
    await pause(50);
  }
}
