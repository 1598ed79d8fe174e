#!/usr/bin/env node
// The launcher of `npx leadlight`: finds the project's own Node and builds what is missing, then hands over.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../../tools/ensure-built.mjs';
import { ensureInstalled, nodePath, projectEnv } from '../../../tools/ensure-installed.mjs';
import { exitCodeOfChild } from '../../../tools/exit-code.mjs';

ensureInstalled();
ensureBuilt();

// What streams an org through makes much short-lived garbage: a smaller nursery and a heap that is collected when it has grown by
// half keep 200 MB less resident, for some more processor time, which commands that compute should not pay.
const STREAMING = ['sync', 'follow', 'reconcile', 'score', 'serve', 'start'];
const flags = ['--disable-warning=ExperimentalWarning'];
if (STREAMING.includes(process.argv[2] ?? '')) flags.push('--max-semi-space-size=8', '--heap-growing-percent=50');

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const child = spawn(nodePath(), [...flags, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: projectEnv(),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`Cannot start Leadlight: ${error.message}`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => (process.exitCode = exitCodeOfChild('Leadlight', code, signal)));
