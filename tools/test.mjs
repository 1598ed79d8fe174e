/**
 * `npm test`: types, formatting, lint with boundaries, all tests, the Apex tests, the Apex check, the metadata check, the deployment
 * by the real sf, the check of documents and wording, and the secret scan. Every stage runs; the exit code is 1 if any fails. Several
 * stages run at the same time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { ensureInstalled, projectEnv, root } from './ensure-installed.mjs';
import { describeNeeds } from './needs.mjs';

ensureInstalled();

const nx = (target, ...options) => ['nx', 'run-many', '-t', target, '--output-style=stream', ...options];
const testsOf = (name) => [`tests of ${name}`, ...nx('test', `--projects=@leadlight/${name}`)];
/** Their tests start processes or train models and take longest. */
const LONGEST = [
  'cli',
  'lead-page',
  'workflows',
  'bench',
  'forest',
  'storage',
  'scoring-api',
  'learners',
  'evaluation',
];
const others = nx('test', `--exclude=${LONGEST.map((name) => `@leadlight/${name}`).join(',')}`, '--parallel=1');

/**
 * Groups run one after the other. The stages of a group start in this order, the longest first, so that no processor is idle at the end.
 * What several stages read (labels, dist, core.wasm) is made by `types` only, so that no two stages write it. The optimised code of the
 * embedded database halves the processor time of its statements in all tests (ADR 51).
 */
const groups = [
  [
    ['types', ...nx('build')],
    ['code of the embedded database', 'node', 'libs/storage/src/embedded/ensure-code.ts'],
  ],
  [
    testsOf('cli'),
    testsOf('lead-page'),
    ['deployment by sf', ...nx('deploy-check')],
    ['Apex check', ...nx('apex-check')],
    ...LONGEST.slice(2).map(testsOf),
    ['Apex tests', ...nx('apex-test,apex-faults')],
    ['tests of all other projects', ...others],
    ['lint with boundaries', ...nx('lint-workspace')],
    ['formatting', ...nx('format-check')],
    ['metadata check', ...nx('metadata-check')],
    ['documents and wording', 'node', '--test', 'tools/docs/*.test.mjs'],
    ['secret scan', 'node', 'tools/secret-scan.mjs'],
  ],
];
/** Many tests wait for processes, so more stages than processors keep these busy. */
const STAGES_AT_ONCE = availableParallelism() + 2;

const only = process.argv.slice(2);
const isChosen = ([name]) => only.length === 0 || only.some((word) => name.includes(word));
const chosen = groups.map((stages) => stages.filter(isChosen)).filter((stages) => stages.length > 0);
if (chosen.length === 0) {
  const names = groups.flat().map(([name]) => name);
  console.error(`Unknown stage. Stages: ${names.join(', ')}.`);
  process.exit(2);
}
for (const line of describeNeeds()) console.log(line);

/** Names of failed stages with their output. Each stage: its name and seconds. */
const failed = new Map();
const durations = [];
const WAYS_TO_SAY_FAILED = /FAIL|Fail|×|✗|✖|●|[Ee]rror|not ok|Unhandled|❯/;

/** What a failed stage says of its failures: found there rather than far above, in the output of all stages. */
function summarize(output) {
  const lines = output.trimEnd().split('\n');
  return [
    ...lines
      .slice(0, -15)
      .filter((line) => WAYS_TO_SAY_FAILED.test(line))
      .slice(-40),
    ...lines.slice(-15),
  ];
}

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
  if (status !== 0) failed.set(name, isAlone ? '' : Buffer.concat(output).toString());
  const seconds = Math.round((performance.now() - started) / 1000);
  durations.push(`${name} ${seconds}`);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
}

async function runGroup(stages) {
  if (stages.length > 1) {
    console.log(
      `\nSeveral at a time: ${stages.map(([name]) => name).join(', ')}. The output of each follows when it has ended.`,
    );
  }
  const waiting = [...stages];
  const runWaiting = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) await runStage(stage, stages.length === 1);
  };
  await Promise.all(Array.from({ length: STAGES_AT_ONCE }, runWaiting));
}

for (const stages of chosen) await runGroup(stages);

const names = [...failed.keys()];
for (const [name, output] of failed) if (output) console.log(`\n== ${name} FAILED:\n${summarize(output).join('\n')}`);
console.log(`\nSeconds: ${durations.join(', ')}`);
if (names.length) console.log(`\nFailed: ${names.join(', ')}. One stage alone: npm test -- "${names[0]}"`);
console.log(`\nStages: ${durations.length - names.length} passed, ${names.length} failed`);
process.exit(names.length ? 1 : 0);
