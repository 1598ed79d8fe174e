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
const ofKind = (keyword) => instructions.filter((each) => each.getKeyword() === keyword);
/** What runs: everything after the last FROM. */
const last = instructions.slice(instructions.findLastIndex((each) => each.getKeyword() === 'FROM'));

test('the Dockerfile has no fault that the linter knows', () => {
  assert.deepEqual(
    validate(text).map(({ message }) => message),
    [],
  );
});

test('the linter knows faults', () => {
  assert.ok(validate('FROM\nMAINTAINER me\nRUNN ls\n').length >= 3);
});

test('every base image is named by an exact version', () => {
  for (const from of ofKind('FROM'))
    assert.match(from.getImage(), /^[\w./-]+:\d+\.\d+\.\d+(-[\w.-]+)?(@sha256:[0-9a-f]{64})?$/);
});

test('what is built and what runs stand on one image: who pins the one has to pin the other', () => {
  const images = ofKind('FROM').map((from) => from.getImage());
  assert.equal(images.length, 2);
  assert.equal(new Set(images).size, 1);
});

test('the service runs as a user without rights, who owns nothing of what he runs', () => {
  const user = last.findLastIndex((each) => each.getKeyword() === 'USER');
  const start = last.findIndex((each) => each.getKeyword() === 'CMD');
  assert.ok(user >= 0 && user < start);
  assert.doesNotMatch(last[user].getArgumentsContent(), /^(root|0)(:|$)/);
  for (const copy of last.filter((each) => each.getKeyword() === 'COPY')) {
    assert.ok(
      copy.getFlags().some((flag) => flag.toString() === '--chown=root:root'),
      copy.toString(),
    );
  }
});

test('nothing is fetched but packages by their locked hashes, and none of them runs a script', () => {
  assert.deepEqual(ofKind('ADD'), []);
  const commands = ofKind('RUN').map((each) => each.getArgumentsContent());
  for (const command of commands) {
    assert.doesNotMatch(command, /\b(curl|wget|apt|apk|pip|npx|git)\b|npm (i|install)\b/);
    for (const npm of command.match(/npm [^&|;]+/g) ?? []) assert.match(npm, /--ignore-scripts/);
  }
  assert.ok(commands.some((command) => /npm ci /.test(command)));
});

test('the image carries no secret', () => {
  for (const each of [...ofKind('ENV'), ...ofKind('ARG')]) {
    assert.doesNotMatch(each.getArgumentsContent(), /DATABASE_URL|SECRET|PASSWORD|TOKEN|KEY/i);
  }
});

test('the container says whether it is ready, and is stopped by the signal that the service heeds', () => {
  assert.match(last.find((each) => each.getKeyword() === 'HEALTHCHECK').toString(), /\/readyz/);
  assert.equal(last.find((each) => each.getKeyword() === 'STOPSIGNAL').getArgumentsContent(), 'SIGTERM');
  // As a list, so that no shell stands between the signal and the service.
  assert.match(last.find((each) => each.getKeyword() === 'CMD').getArgumentsContent(), /^\[/);
});

test('what is written goes outside the image, which may be read only', () => {
  assert.match(last.find((each) => each.getKeyword() === 'CMD').getArgumentsContent(), /"--folder", "\/tmp\//);
  assert.match(text, /docker run --read-only --tmpfs \/tmp --cap-drop ALL --security-opt no-new-privileges/);
});

test('only what is named gets into the image, and nothing that was made or kept on the machine that builds', () => {
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
