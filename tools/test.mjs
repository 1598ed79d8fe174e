/**
 * `npm test`: formatting, lint with boundaries, types, unit, contract and component tests, the Apex tests, the Apex check,
 * the metadata check, the deployment by the real sf, the check of documents and wording, and the secret scan. Every stage runs;
 * the exit code is 1 if any fails.
 */
import { spawnSync } from 'node:child_process';
import { ensureInstalled, projectEnv, root } from './ensure-installed.mjs';
import { describeNeeds } from './needs.mjs';

ensureInstalled();

const nx = (target) => ['nx', 'run-many', '-t', target, '--output-style=stream'];
const stages = [
  ['formatting', 'prettier', '--check', '--log-level=warn', '.'],
  ['lint with boundaries', ...nx('lint')],
  ['types', ...nx('build')],
  ['unit, contract and component tests', ...nx('test')],
  ['Apex tests', ...nx('apex-test,apex-faults')],
  ['Apex check', ...nx('apex-check')],
  ['metadata check', ...nx('metadata-check')],
  ['deployment by sf', ...nx('deploy-check')],
  ['documents and wording', ...nx('docs-check')],
  ['secret scan', ...nx('secret-scan')],
];

const only = process.argv.slice(2);
const chosen = only.length ? stages.filter(([name]) => only.some((word) => name.includes(word))) : stages;
if (chosen.length === 0) {
  console.error(`Unknown stage. Stages: ${stages.map(([name]) => name).join(', ')}.`);
  process.exit(2);
}
for (const line of describeNeeds()) console.log(line);

const failed = [];
for (const [name, command, ...args] of chosen) {
  const started = Date.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...projectEnv(), NX_TUI: 'false', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
  });
  if (status !== 0) failed.push(name);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`);
}

if (failed.length) console.log(`\nFailed: ${failed.join(', ')}. One stage alone: npm test -- "${failed[0]}"`);
console.log(`\nStages: ${chosen.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
