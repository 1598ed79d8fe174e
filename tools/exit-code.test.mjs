import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { root } from './ensure-installed.mjs';

/** Runs a process with `runToEnd` that executes this code. */
const run = (code) => {
  const runner = `import { runToEnd } from './tools/ensure-installed.mjs'; runToEnd(process.execPath, ['-e', ${JSON.stringify(code)}]);`;
  const args = ['--input-type=module', '-e', runner];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, stderr };
};

test('a killed child is reported, with the exit code of a shell', () => {
  const { status, stderr } = run('process.kill(process.pid, "SIGKILL")');
  assert.equal(status, 137);
  assert.match(stderr, /was killed from outside \(SIGKILL\).* memory runs out/);
});

test('another signal is named', () => {
  const { status, stderr } = run('process.kill(process.pid, "SIGUSR2")');
  assert.equal(status, 140);
  assert.match(stderr, /ended with the signal SIGUSR2/);
});

test('a child that is stopped or exits is not commented on', () => {
  assert.deepEqual(run('process.kill(process.pid, "SIGINT")'), { status: 130, stderr: '' });
  assert.deepEqual(run('process.exit(3)'), { status: 3, stderr: '' });
});
