/**
 * Searches every tracked or untracked file for secrets with the rules of secretlint, and for keys and tokens of the service.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import { root } from './ensure-installed.mjs';

/** Larger files are generated: lockfiles, models, bundles. */
const MAX_FILE_BYTES = 2_000_000;
/** Fake passwords in tests. */
const FAKE_SECRETS = ['postgresql://leadlight:hidden@', 'postgresql://leadlight:wrong@'];
const OURS = /\bll[kt]_[A-Za-z0-9_-]{43}\b/g;

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended, options: {} }] };

/** @returns a line for each secret, without the secret itself */
export async function secretsIn(filePath, content) {
  const source = { filePath, content, ext: extname(filePath), contentType: 'text' };
  const { messages } = await lintSource({ source, options: { config, maskSecrets: true, noPhysicFilePath: true } });
  const ours = [...content.matchAll(OURS)].map(({ index }) => ({
    line: lineOf(content, index),
    what: 'LEADLIGHT_KEY',
  }));
  const theirs = messages.map(({ loc, ruleId, messageId }) => ({
    line: loc.start.line,
    what: `${ruleId} ${messageId}`,
  }));
  const lines = content.split('\n');
  return [...theirs, ...ours]
    .filter(({ line }) => !FAKE_SECRETS.some((fake) => lines[line - 1].includes(fake)))
    .map(({ line, what }) => `${filePath}:${line} ${what}`);
}

const lineOf = (content, index) => content.slice(0, index).split('\n').length;

function filesOfTheRepository() {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  if (status !== 0) throw new Error(`git cannot list the files: ${stderr}`);
  return stdout.split('\0').filter((path) => {
    const found = path !== '' && statSync(join(root, path), { throwIfNoEntry: false });
    return found && found.isFile() && found.size <= MAX_FILE_BYTES;
  });
}

export async function scanRepository() {
  const found = [];
  const files = filesOfTheRepository();
  for (const path of files) {
    const bytes = readFileSync(join(root, path));
    // A file with a zero byte is binary.
    if (!bytes.includes(0)) found.push(...(await secretsIn(path, bytes.toString('utf8'))));
  }
  return { files: files.length, found };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, found } = await scanRepository();
  for (const line of found) console.error(line);
  if (found.length > 0) console.error('Remove the secret, revoke it, and create a new one.');
  console.log(`secret scan: ${files} files, ${found.length} secrets`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
