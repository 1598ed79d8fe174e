#!/usr/bin/env node
// The launcher of `npx leadlight`: finds the project's own Node and builds what is missing, then hands over.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../../tools/ensure-built.mjs';
import { ensureInstalled, nodePath, projectEnv } from '../../../tools/ensure-installed.mjs';

ensureInstalled();
ensureBuilt();

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const child = spawn(nodePath(), ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: projectEnv(),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`Cannot start Leadlight: ${error.message}`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => (process.exitCode = signal ? 130 : (code ?? 1)));
