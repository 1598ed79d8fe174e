/**
 * `npm test`: formatting, lint with boundaries, types, all tests, the Apex tests, the Apex check, the metadata check, the deployment
 * by the real sf, the check of documents and wording, and the secret scan. Every stage runs; the exit code is 1 if any fails. Stages that
 * do not use all processors run at the same time as others.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensureInstalled, projectEnv, root } from './ensure-installed.mjs';
import { describeNeeds } from './needs.mjs';

ensureInstalled();

const nx = (target, ...options) => ['nx', 'run-many', '-t', target, '--output-style=stream', ...options];
/** One project at a time in each lane: many tests wait for processes, so the lanes keep two processors busy. */
const testsOf = (...projects) => nx('test', `--projects=${projects.join(',')}`, '--parallel=1');
/** Their tests start processes and take longest, so nothing runs before them. */
const LONGEST = ['@leadlight/cli', '@leadlight/lead-page', '@leadlight/bench'];
/**
 * Groups run one after the other. The lanes of a group run at the same time; the stages of a lane, one after the other. What is
 * generated (labels, dist, core.wasm) is made by `lint` and `types` only, so that no two stages write it.
 */
const groups = [
  [
    [['lint with boundaries', ...nx('lint')]],
    [
      ['formatting', 'prettier', '--check', '--log-level=warn', '.'],
      ['secret scan', 'node', 'tools/secret-scan.mjs'],
    ],
  ],
  [[['types', ...nx('build')]]],
  [
    [['tests of the command', ...testsOf('@leadlight/cli')]],
    [['tests of the pages and benchmarks', ...testsOf('@leadlight/lead-page', '@leadlight/bench')]],
    [['all other tests', ...nx('test', `--exclude=${LONGEST.join(',')}`, '--parallel=1')]],
    [
      ['Apex tests', ...nx('apex-test,apex-faults')],
      ['Apex check', ...nx('apex-check')],
      ['metadata check', ...nx('metadata-check')],
    ],
    [
      ['deployment by sf', ...nx('deploy-check')],
      ['documents and wording', 'node', '--test', 'tools/docs/*.test.mjs'],
    ],
  ],
];

const only = process.argv.slice(2);
const isChosen = ([name]) => only.length === 0 || only.some((word) => name.includes(word));
const chosen = groups
  .map((lanes) => lanes.map((stages) => stages.filter(isChosen)).filter((stages) => stages.length > 0))
  .filter((lanes) => lanes.length > 0);
if (chosen.length === 0) {
  const names = groups.flat(2).map(([name]) => name);
  console.error(`Unknown stage. Stages: ${names.join(', ')}.`);
  process.exit(2);
}
for (const line of describeNeeds()) console.log(line);

const failed = [];

/** Runs a stage. Its output appears at once or, while other stages run, as a whole when it has ended. */
async function runStage([name, command, ...args], isAlone) {
  const started = performance.now();
  const output = [];
  if (isAlone) console.log(`\n== ${name}`);
  const child = spawn(command, args, {
    cwd: root,
    stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...projectEnv(), NX_TUI: 'false', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  child.once('error', (error) => output.push(Buffer.from(`Cannot run ${command}: ${error.message}\n`)));
  const status = await once(child, 'close').then(
    ([code]) => code,
    () => 1,
  );
  process.stdout.write(`${isAlone ? '' : `\n== ${name}\n`}${Buffer.concat(output)}`);
  if (status !== 0) failed.push(name);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((performance.now() - started) / 1000)} s`);
}

async function runLane(stages, isAlone) {
  for (const stage of stages) await runStage(stage, isAlone);
}

for (const lanes of chosen) {
  if (lanes.length > 1) {
    console.log(
      `\nAt the same time: ${lanes
        .flat()
        .map(([name]) => name)
        .join(', ')}. The output of each follows when it has ended.`,
    );
  }
  await Promise.all(lanes.map((stages) => runLane(stages, lanes.length === 1)));
}

const passed = chosen.flat(2).length - failed.length;
if (failed.length) console.log(`\nFailed: ${failed.join(', ')}. One stage alone: npm test -- "${failed[0]}"`);
console.log(`\nStages: ${passed} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
