import { spawnSync } from 'node:child_process';
import { projectEnv, root } from '../ensure-installed.mjs';

/** The sf command belongs to the deployer and is not installed by this project. */
const NOT_INSTALLED = 'sf is not installed: run "npm install --global @salesforce/cli".';

export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs sf with its output shown. @returns whether it succeeded */
export function runSf(args) {
  console.log(`> sf ${args.join(' ')}`);
  const { status, error } = spawnSync('sf', args, { cwd: root, stdio: 'inherit', env: projectEnv() });
  if (error?.code === 'ENOENT') fail(NOT_INSTALLED);
  return status === 0;
}

/**
 * The rows of a query. Ends the program where the org cannot answer: what a deployment may overwrite is not guessed.
 * @param ours the object belongs to Leadlight: an org that does not know it has no rows of it
 */
export function querySf(org, soql, { tooling = false, ours = false } = {}) {
  const args = ['data', 'query', '--query', soql, '--target-org', org, '--json'];
  if (tooling) args.push('--use-tooling-api');
  const { stdout, error } = spawnSync('sf', args, { cwd: root, encoding: 'utf8', env: projectEnv() });
  if (error?.code === 'ENOENT') fail(NOT_INSTALLED);
  const answer = readAnswer(stdout);
  if (answer.status === 0) return answer.result.records;
  if (ours && answer.name === 'INVALID_TYPE') return [];
  return fail(
    `The org cannot be read, so it is unknown which settings it has: ${answer.message}\nNothing was deployed.\nThe query: ${soql}`,
  );
}

function readAnswer(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { status: 1, name: 'unreadable', message: text?.slice(0, 500) || 'sf printed nothing.' };
  }
}
