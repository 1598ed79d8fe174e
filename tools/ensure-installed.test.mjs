import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { root } from './ensure-installed.mjs';

/** A workspace with one package of its own, whose installation writes its begin and end to a log and takes half a second. */
function createWorkspace(t) {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-install-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'tools'), join(folder, 'tools'), { recursive: true });
  mkdirSync(join(folder, 'greeting'));
  writeFileSync(join(folder, 'greeting/package.json'), '{ "name": "greeting", "version": "1.0.0" }');
  const record = `const { appendFileSync } = require('node:fs');
    appendFileSync('install.log', 'begin\\n');
    setTimeout(() => appendFileSync('install.log', 'end\\n'), 500);`;
  writeFileSync(join(folder, 'record.cjs'), record);
  const scripts = { postinstall: 'node record.cjs' };
  const dependencies = { greeting: 'file:greeting' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'workspace', scripts, dependencies }));
  const flags = ['install', '--package-lock-only', '--ignore-scripts', '--offline', '--no-audit'];
  const locked = spawnSync('npm', flags, { cwd: folder });
  assert.equal(locked.status, 0, String(locked.stderr));
  return folder;
}

/** Under `npm test`, npm passes the settings of this project on, which run no install script. */
const env = { ...process.env, npm_config_ignore_scripts: 'false' };

/** Starts a command that installs first. */
async function runCommand(folder) {
  const code = "import { ensureInstalled } from './tools/ensure-installed.mjs'; ensureInstalled();";
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, env });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { status, stderr };
}

test('of four commands that start at once, one installs and three wait for it', async (t) => {
  const folder = createWorkspace(t);
  const ran = await Promise.all(Array.from({ length: 4 }, () => runCommand(folder)));
  assert.deepEqual(
    ran.map(({ status }) => status),
    [0, 0, 0, 0],
    JSON.stringify(ran),
  );
  assert.equal(ran.filter(({ stderr }) => stderr.includes('Installed in')).length, 1);
  assert.equal(readFileSync(join(folder, 'install.log'), 'utf8'), 'begin\nend\n');
  assert.ok(existsSync(join(folder, 'node_modules/greeting/package.json')));
  assert.ok(!existsSync(join(folder, '.leadlight-installing')));
});

test('a command names the process that it waits for', async (t) => {
  const folder = createWorkspace(t);
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  t.after(() => other.kill('SIGKILL'));
  mkdirSync(join(folder, '.leadlight-installing'));
  const claim = join(folder, '.leadlight-installing', String(other.pid));
  writeFileSync(claim, '');
  const code = "import { ensureInstalled } from './tools/ensure-installed.mjs'; ensureInstalled();";
  const waiting = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, env });
  const ended = once(waiting, 'close');
  const [message] = await once(waiting.stderr.setEncoding('utf8'), 'data');
  assert.match(message, new RegExp(`^Waiting for process ${other.pid}, which installs packages`));
  assert.ok(!existsSync(join(folder, 'node_modules')));
  // The claim of a killed process counts no longer.
  other.kill('SIGKILL');
  assert.deepEqual(await ended, [0, null]);
  assert.ok(existsSync(join(folder, 'node_modules/greeting')));
  assert.ok(!existsSync(claim));
});
