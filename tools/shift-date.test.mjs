import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const PRELOAD = new URL('./shift-date.mjs', import.meta.url);

function run(code, env = {}) {
  const { LEADLIGHT_TEST_DATE_OFFSET_MS: _, ...inherited } = process.env;
  const args = [`--import=${PRELOAD}`, '--input-type=module', '-e', code];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...inherited, ...env },
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  return { stdout, stderr, status };
}

const SHIFTED = { LEADLIGHT_TEST_DATE: '2028-02-29T12:00:00Z' };

describe('shift-date', () => {
  it('shifts every way to read the time, and no other date', () => {
    const { stdout, stderr } = run(
      `console.log(JSON.stringify([new Date(), new Date(Date.now()), new Date(Date()), new Date(0), new Date(2020, 0),
        new Date() instanceof Date, new Date().constructor === Date, Date.UTC(1970, 0), class extends Date {}.now() > 1e12]))`,
      SHIFTED,
    );
    const [now, fromNow, fromCall, ...others] = JSON.parse(stdout || stderr);
    for (const date of [now, fromNow, fromCall]) assert.match(date, /^2028-02-29T12:0/);
    const january = new Date(2020, 0).toISOString();
    assert.deepEqual(others, ['1970-01-01T00:00:00.000Z', january, true, true, 0, true]);
  });

  it('shifts worker threads and child processes by the same offset', () => {
    const { stdout } = run(
      `import { spawnSync } from 'node:child_process';
       import { Worker } from 'node:worker_threads';
       const print = 'console.log(new Date().toISOString())';
       new Worker(print, { eval: true }).on('exit', () =>
         spawnSync(process.execPath, ['-e', print], { stdio: 'inherit' }));`,
      SHIFTED,
    );
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, 2);
    for (const line of lines) assert.match(line, /^2028-02-29T12:0/);
  });

  it('changes nothing without LEADLIGHT_TEST_DATE, and rejects what is no date', (t) => {
    const { stdout } = run('console.log(String(Date.now()))', { LEADLIGHT_TEST_DATE: '' });
    // The time of a file is never shifted; a monotonic clock may differ from it on a machine that was paused.
    const folder = mkdtempSync(join(tmpdir(), 'leadlight-clock-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    assert.ok(Math.abs(Number(stdout) - statSync(folder).mtimeMs) < 60_000);
    const wrong = run('', { LEADLIGHT_TEST_DATE: 'soon' });
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /LEADLIGHT_TEST_DATE must be a time/);
  });
});
