/**
 * Builds the components, deploys the package to an org and assigns the administrator's permission set:
 * `npm run org:deploy -- --target-org ALIAS [--integration-user USERNAME] [--with PARTS] [--check-only]`.
 * Where Leadlight is installed already, the org's URL, keys, settings and schedule are kept.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensureInstalled, projectEnv, root } from './ensure-installed.mjs';
import { deployTo } from './org-deploy/deploy.mjs';
import { fail } from './org-deploy/sf.mjs';

const USAGE = `Usage: npm run org:deploy -- --target-org ALIAS [--integration-user USERNAME] [--with PARTS] [--check-only]

  --target-org ALIAS           an org that the sf command is signed in to
  --integration-user USERNAME  the user of the event subscriber, for scoring at save
  --with PARTS                 optional parts to deploy as well, separated by commas: account,
                               opportunity, contact, case, routing
  --check-only                 validates the deployment, tests included, and changes nothing`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        'target-org': { type: 'string' },
        'integration-user': { type: 'string' },
        with: { type: 'string' },
        'check-only': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    return values['target-org'] ? values : fail(`--target-org is missing.\n${USAGE}`);
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`);
  }
}

function build() {
  console.log('> nx run @leadlight/force-app:build');
  const { status } = spawnSync('nx', ['run', '@leadlight/force-app:build'], {
    cwd: root,
    stdio: 'inherit',
    env: projectEnv(),
  });
  if (status !== 0) fail('The components cannot be built; see the output above.');
}

const { 'target-org': org, 'integration-user': username, 'check-only': checkOnly, with: parts = '' } = options();
ensureInstalled();
build();
deployTo({ org, username, checkOnly, parts: parts.split(',').filter(Boolean) });
