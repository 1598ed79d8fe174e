import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { root } from './ensure-installed.mjs';

const text = readFileSync(join(root, 'docs', 'operating', 'Dockerfile'), 'utf8');
const dockerfile = DockerfileParser.parse(text);
const instructions = dockerfile.getInstructions();
const ofKind = (keyword) => instructions.filter((instruction) => instruction.getKeyword() === keyword);
/** The instructions of the image that runs: everything after the last FROM. */
const runtime = instructions.slice(instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM'));

test('Dockerfile passes the linter', () => {
  assert.deepEqual(
    validate(text).map(({ message }) => message),
    [],
  );
});

test('the Dockerfile linter detects faults', () => {
  assert.ok(validate('FROM\nMAINTAINER me\nRUNN ls\n').length >= 3);
});

test('Dockerfile names every base image by an exact version', () => {
  for (const from of ofKind('FROM'))
    assert.match(from.getImage(), /^[\w./-]+:\d+\.\d+\.\d+(-[\w.-]+)?(@sha256:[0-9a-f]{64})?$/);
});

test('Dockerfile builds and runs on the same base image', () => {
  const images = ofKind('FROM').map((from) => from.getImage());
  assert.equal(images.length, 2);
  assert.equal(new Set(images).size, 1);
});

test('Dockerfile runs the service as an unprivileged user who does not own its files', () => {
  const user = runtime.findLastIndex((each) => each.getKeyword() === 'USER');
  const start = runtime.findIndex((each) => each.getKeyword() === 'CMD');
  assert.ok(user >= 0 && user < start);
  assert.doesNotMatch(runtime[user].getArgumentsContent(), /^(root|0)(:|$)/);
  for (const copy of runtime.filter((each) => each.getKeyword() === 'COPY')) {
    assert.ok(
      copy.getFlags().some((flag) => flag.toString() === '--chown=root:root'),
      copy.toString(),
    );
  }
});

test('Dockerfile installs only locked packages, without install scripts', () => {
  assert.deepEqual(ofKind('ADD'), []);
  const commands = ofKind('RUN').map((each) => each.getArgumentsContent());
  for (const command of commands) {
    assert.doesNotMatch(command, /\b(curl|wget|apt|apk|pip|npx|git)\b|npm (i|install)\b/);
    for (const npm of command.match(/npm [^&|;]+/g) ?? []) assert.match(npm, /--ignore-scripts/);
  }
  assert.ok(commands.some((command) => /npm ci /.test(command)));
});

test('Dockerfile contains no secret', () => {
  for (const each of [...ofKind('ENV'), ...ofKind('ARG')]) {
    assert.doesNotMatch(each.getArgumentsContent(), /DATABASE_URL|SECRET|PASSWORD|TOKEN|KEY/i);
  }
});

test('Dockerfile has a health check and stops the service with SIGTERM', () => {
  assert.match(runtime.find((each) => each.getKeyword() === 'HEALTHCHECK').toString(), /\/readyz/);
  assert.equal(runtime.find((each) => each.getKeyword() === 'STOPSIGNAL').getArgumentsContent(), 'SIGTERM');
  // As a list, so that no shell receives the signal instead of the service.
  assert.match(runtime.find((each) => each.getKeyword() === 'CMD').getArgumentsContent(), /^\[/);
});

test('the service writes only outside the image, which may be read-only', () => {
  assert.match(runtime.find((each) => each.getKeyword() === 'CMD').getArgumentsContent(), /"--folder", "\/tmp\//);
  assert.match(text, /docker run --read-only --tmpfs \/tmp --cap-drop ALL --security-opt no-new-privileges/);
});

test('Dockerfile.dockerignore allows only named files into the image', () => {
  const lines = readFileSync(join(root, 'docs', 'operating', 'Dockerfile.dockerignore'), 'utf8').split('\n');
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#'));
  assert.equal(rules[0], '**');
  const copied = ofKind('COPY')
    .filter((copy) => copy.getFlags().length === 0)
    .flatMap((copy) => copy.getArguments().slice(0, -1).map(String));
  assert.ok(copied.length > 5);
  for (const source of copied) assert.ok(rules.includes(`!${source}`), source);
  for (const kept of ['**/node_modules', '**/dist', '**/.leadlight']) {
    assert.ok(rules.indexOf(kept) > rules.findLastIndex((rule) => rule.startsWith('!')), kept);
  }
});
